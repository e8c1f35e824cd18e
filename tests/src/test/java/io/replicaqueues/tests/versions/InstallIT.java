// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.versions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip that the build makes, unpacked and put into an instance of the distribution by its scripts. */
class InstallIT {

    private static final String JAR = "replica-queues-extension.jar";

    @TempDir
    private Path folder;

    private Path kit;
    private BrokerProcess broker;

    @BeforeEach
    void unpack() throws Exception {
        kit = unpacked(Files.createDirectories(folder.resolve("unpacked")));
    }

    @AfterEach
    void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void theExtensionIsInTheBrokerFromInstallationToRemoval() throws Exception {
        broker = BrokerProcess.named("node1", folder).withoutExtension().create();
        Path xml = broker.instance().resolve("etc").resolve("broker.xml");
        Path jar = broker.instance().resolve("lib").resolve(JAR);
        byte[] before = Files.readAllBytes(xml);
        Files.writeString(jar, "an older version");

        succeeds("install");
        byte[] installed = Files.readAllBytes(xml);
        assertArrayEquals(Files.readAllBytes(kit.resolve(JAR)), Files.readAllBytes(jar));

        broker.start();
        assertEquals(true, broker.jolokia().read(replication(), "ReplicationEnabled"));
        for (String script : List.of("install", "uninstall")) {
            Outcome outcome = run(script);
            assertEquals(1, outcome.status(), outcome.line());
            assertTrue(outcome.line().contains("is running"), outcome.line());
        }
        assertArrayEquals(installed, Files.readAllBytes(xml));

        broker.stop();
        succeeds("install");
        assertArrayEquals(installed, Files.readAllBytes(xml));
        succeeds("uninstall");
        assertArrayEquals(before, Files.readAllBytes(xml));
        assertFalse(Files.exists(jar));

        broker.start();
        assertEquals(List.of(), broker.jolokia().search(replication()));
    }

    @Test
    void theZipHoldsWhatItsReadmeNames() throws Exception {
        String readme = Files.readString(kit.resolve("README.txt"));
        for (String file : List.of("install", "uninstall", JAR, "broker-plugin.xml", "http")) {
            assertTrue(readme.contains(file), readme);
            assertTrue(Files.exists(kit.resolve(file)), file);
        }
        assertTrue(Files.isExecutable(kit.resolve("install")) && Files.isExecutable(kit.resolve("uninstall")));
        assertTrue(Files.exists(kit.resolve("LICENSE")) && Files.exists(kit.resolve("NOTICE")));
        for (String script : List.of("install", "uninstall", "README.txt")) {
            assertFalse(Files.readString(kit.resolve(script)).contains("@project"), script);
        }
    }

    private String replication() {
        return ObjectNames.queueReplication(broker.name()).toString();
    }

    private void succeeds(String script) throws Exception {
        Outcome outcome = run(script);
        assertEquals(0, outcome.status(), outcome.line());
        assertEquals(1, outcome.line().lines().count(), outcome.line());
    }

    private record Outcome(int status, String line) {}

    private Outcome run(String script) throws Exception {
        Process process = new ProcessBuilder(
                        kit.resolve(script).toString(), broker.instance().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** With the permissions that are in the zip. */
    private static Path unpacked(Path folder) throws Exception {
        Path zip = Path.of(System.getProperty("extension.zip"));
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
            Path root = files.getPath("/");
            try (Stream<Path> entries = Files.walk(root)) {
                for (Path entry : entries.toList()) {
                    Path target = folder.resolve(root.relativize(entry).toString());
                    if (Files.isDirectory(entry)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(entry, target);
                        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
                    }
                }
            }
        }
        try (Stream<Path> top = Files.list(folder)) {
            return top.findFirst().orElseThrow();
        }
    }
}
