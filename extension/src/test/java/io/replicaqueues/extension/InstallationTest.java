// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts make of a broker.xml; with folders that only look like an instance. */
@DisabledOnOs(OS.WINDOWS)
class InstallationTest {

    private static final Path SCRIPTS = Path.of("src", "main", "distribution");
    private static final String JAR = "replica-queues-extension.jar";
    private static final String ENTRY = "<broker-plugin class-name=\"io.replicaqueues.extension.ReplicaQueuesPlugin\">";

    /** As "artemis create" ends one. */
    private static final String STOCK = """
            <?xml version='1.0'?>
            <configuration xmlns="urn:activemq" xmlns:xi="http://www.w3.org/2001/XInclude">
               <core xmlns="urn:activemq:core">
                  <name>0.0.0.0</name>
                  <!-- Uncomment the following
                  <broker-plugins>
                     <broker-plugin class-name="io.replicaqueues.extension.ReplicaQueuesPlugin"/>
                  </broker-plugins>
                  -->

               </core>
            </configuration>
            """;

    private static final String BLOCK = """
                  <broker-plugins>
                     <broker-plugin class-name="io.replicaqueues.extension.ReplicaQueuesPlugin">
                        <property key="queue-replication" value="yes"/>
                     </broker-plugin>
                  </broker-plugins>
            """;

    @TempDir
    private Path folder;

    private Path kit;
    private Path instance;
    private Path xml;
    private Path jar;

    @BeforeEach
    void unpack() throws Exception {
        kit = folder.resolve("kit of 0.1");
        copy(SCRIPTS, kit);
        Files.writeString(kit.resolve(JAR), "the jar");
        instance = Files.createDirectories(folder.resolve("an instance"));
        Path etc = Files.createDirectories(instance.resolve("etc"));
        Files.createDirectories(instance.resolve("bin"));
        jar = Files.createDirectories(instance.resolve("lib")).resolve(JAR);
        xml = etc.resolve("broker.xml");
        Files.writeString(instance.resolve("bin/artemis"), "ARTEMIS_INSTANCE_ETC='" + etc + "'\n");
        Files.writeString(etc.resolve("artemis.profile"), "ARTEMIS_INSTANCE='" + instance + "'\n");
        Files.writeString(xml, STOCK);
    }

    @Test
    void theEntryIsPutBeforeTheEndOfTheCoreAndTakenOutAgain() throws Exception {
        installs();

        assertEquals(STOCK.replace("   </core>", BLOCK + "   </core>"), Files.readString(xml));
        assertEquals("the jar", Files.readString(jar));
        assertEquals(STOCK, Files.readString(backup()));
        uninstalls();
        assertNothingIsLeft(STOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<configuration><core><name>x</name></core></configuration>",
                "<configuration>\r\n  <core>\r\n    <name>x</name>\r\n  </core>\r\n</configuration>\r\n",
                "<configuration>\n<core>\n<broker-plugins>\n  <broker-plugin class-name='a.B'/>\n</broker-plugins>\n</core>"
                        + "\n</configuration>",
                "<configuration>\n\t<core>\n\t\t<broker-plugins/>\n\t</core>\n</configuration>\n",
                "<configuration>\n <core>\n  <broker-plugins><!-- none --></broker-plugins>\n </core>\n</configuration>\n",
                "<configuration><core><x><![CDATA[</core>]]></x><?y </core>?><a b='>' c=\"'>\"/><name>Zürich</name></core>"
                        + "</configuration>\n"
            })
    void whatBrokerXmlWasItIsAgainByteForByte(String text) throws Exception {
        Files.writeString(xml, text);

        installs();

        assertEquals(1, Files.readString(xml).split(ENTRY, -1).length - 1);
        byte[] installed = Files.readAllBytes(xml);
        installs();
        assertArrayEquals(installed, Files.readAllBytes(xml));
        assertEquals(text, Files.readString(backup()));
        uninstalls();
        assertNothingIsLeft(text);
        uninstalls();
        assertNothingIsLeft(text);
    }

    @Test
    void whatIsPutInIsWhatTheDocumentsGiveToPaste() throws Exception {
        String block = Files.readString(kit.resolve("broker-plugin.xml")).replaceAll("(?m)^<!--.*-->\\n", "");

        assertTrue(Files.readString(Path.of("..", "README.md")).contains("```xml\n" + block + "```"), block);
    }

    @Test
    void otherPluginsAndLaterEditsStay() throws Exception {
        String other = STOCK.replace("   </core>", """
                   <broker-plugins>
                      <broker-plugin class-name="a.B"/>
                   </broker-plugins>
                   </core>""");
        Files.writeString(xml, other);
        installs();
        Files.writeString(xml, Files.readString(xml).replace("<name>0.0.0.0<", "<name>node1<"));

        uninstalls();

        assertEquals(other.replace("<name>0.0.0.0<", "<name>node1<"), Files.readString(xml));
        assertFalse(Files.exists(jar));
        assertEquals(other, Files.readString(backup()));
    }

    @Test
    void propertiesThatWereAddedToTheEntryStayWhenANewerVersionIsInstalled() throws Exception {
        installs();
        String edited = Files.readString(xml)
                .replace("value=\"yes\"/>", "value=\"yes\"/><property key=\"window\" value=\"8\"/>");
        Files.writeString(xml, edited);
        Files.writeString(kit.resolve(JAR), "a newer jar");

        installs();

        assertEquals("a newer jar", Files.readString(jar));
        assertEquals(edited, Files.readString(xml));
        uninstalls();
        assertEquals(STOCK, Files.readString(xml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no XML",
                "<configuration><core><name></core></configuration>",
                "<configuration><core><name>x</name></configuration>",
                "<configuration><core/></configuration>",
                "<!DOCTYPE c><configuration><core></core></configuration>",
                "<configuration><xi:include href=\"core.xml\"/></configuration>",
                "<configuration><core></core><core></core></configuration>",
                "<configuration><core>\n<xi:include href=\"missing.xml\"/>\n</core></configuration>",
                "<configuration><core>\n<xi:include href=\"plugins.xml\"/>\n</core></configuration>",
                "<c:configuration><c:core></c:core></c:configuration>"
            })
    void whatIsNotUnderstoodIsRefusedInOneLineAndLeftAsItIs(String text) throws Exception {
        Files.writeString(xml, text);
        Files.writeString(xml.resolveSibling("plugins.xml"), "<broker-plugins></broker-plugins>");

        assertRefuses("install", xml.toString());

        Files.delete(xml.resolveSibling("plugins.xml"));
        assertNothingIsLeft(text);
    }

    @Test
    void whatIsNoInstanceIsRefusedInOneLine() throws Exception {
        Files.delete(xml);
        assertRefuses("install", "has no broker.xml");
        assertRefuses("uninstall", "has no broker.xml");
        Files.writeString(xml.resolveSibling("elsewhere.xml"), STOCK);
        Files.createSymbolicLink(xml, xml.resolveSibling("elsewhere.xml"));
        assertRefuses("install", "is a link");
        Files.writeString(instance.resolve("bin/artemis"), "as of a distribution");
        assertRefuses("install", "a distribution");
        Files.delete(instance.resolve("bin/artemis"));
        assertRefuses("install", "is no broker instance");
        instance = folder.resolve("nowhere");
        assertRefuses("install", "is no folder");
    }

    @Test
    void anInstanceWhoseBrokerRunsIsRefused() throws Exception {
        // A process with the arguments of a broker.
        Process broker = new ProcessBuilder(
                        "sh", "-c", "read end", "-Dartemis.instance=" + instance.toRealPath(), "boot.Artemis", "run")
                .start();
        try {
            assertRefuses("install", "is running");
            assertNothingIsLeft(STOCK);
        } finally {
            broker.getOutputStream().close();
            broker.waitFor();
        }
        installs();
    }

    @Test
    void anotherCopyOfTheExtensionIsRefused() throws Exception {
        Path other = Files.writeString(jar.resolveSibling("replica-queues-extension-0.0.9.jar"), "older");

        assertRefuses("install", "replica-queues-extension-0.0.9.jar");

        Files.delete(other);
        assertNothingIsLeft(STOCK);
    }

    /** Each of them fails when it is called, as on a disk that is full. */
    @ParameterizedTest
    @ValueSource(strings = {"cp", "mv", "tail", "head", "awk"})
    void anEditThatCannotBeDoneChangesNothing(String tool) throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Files.writeString(tools.resolve(tool), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(tools.resolve(tool), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertEquals(1, run("install", tools).status());

        assertNothingIsLeft(STOCK);
        installs();
        // What was edited since is not what the backup says.
        Files.writeString(xml, Files.readString(xml) + "<!-- edited -->\n");
        byte[] installed = Files.readAllBytes(xml);
        assertEquals(1, run("uninstall", tools).status());
        assertArrayEquals(installed, Files.readAllBytes(xml));
        assertTrue(Files.exists(jar));
    }

    @Test
    void ownerAndPermissionsOfBrokerXmlStay() throws Exception {
        Files.setPosixFilePermissions(xml, PosixFilePermissions.fromString("rw-r-----"));

        installs();

        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(xml)));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())));
        uninstalls();
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(xml)));
    }

    private Path backup() {
        return xml.resolveSibling("broker.xml.before-replica-queues");
    }

    private void installs() throws Exception {
        Outcome outcome = run("install", null);
        assertEquals(0, outcome.status(), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
    }

    private void uninstalls() throws Exception {
        Outcome outcome = run("uninstall", null);
        assertEquals(0, outcome.status(), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
    }

    private void assertRefuses(String script, String reason) throws Exception {
        Outcome outcome = run(script, null);
        assertEquals(1, outcome.status(), outcome.output());
        assertEquals(1, outcome.output().lines().count(), outcome.output());
        assertTrue(outcome.output().startsWith(script + ": "), outcome.output());
        assertTrue(outcome.output().contains(reason), outcome.output());
    }

    private void assertNothingIsLeft(String text) throws IOException {
        assertEquals(text, Files.readString(xml));
        assertEquals(List.of("artemis.profile", "broker.xml"), names(xml.getParent()));
        assertEquals(List.of(), names(jar.getParent()));
    }

    private static List<String> names(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private record Outcome(int status, String output) {}

    /** @param tools a folder with tools that come before those of the system, or null */
    private Outcome run(String script, Path tools) throws Exception {
        ProcessBuilder run =
                new ProcessBuilder("sh", kit.resolve(script).toString(), instance.toString()).redirectErrorStream(true);
        if (tools != null) {
            run.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
        }
        Process process = run.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
