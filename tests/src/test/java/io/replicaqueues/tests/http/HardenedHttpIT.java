// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.JolokiaClient;
import io.replicaqueues.tests.broker.JolokiaException;
import io.replicaqueues.tests.docs.Document;
import io.replicaqueues.tests.docs.Document.Block;
import io.replicaqueues.tests.docs.JsonExample;
import io.replicaqueues.tests.docs.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** An instance of the distribution set up as {@code docs/http.md} says of TLS, asked with the real curl. */
class HardenedHttpIT {

    private static final String HEADING = "TLS and nothing but queue replication";
    private static final String VERSION = "{\"type\": \"version\"}";
    private static final String REFUSED = "\"status\":403";
    private static final String REPLICATION =
            ObjectNames.queueReplication("node2").toString();

    @TempDir
    private static Path folder;

    private static Document section;
    private static Certificate certificate;
    private static BrokerProcess node2;
    private static String origin;

    /** What curl printed, and how it ended. */
    private record Answer(int exit, String text) {}

    @BeforeAll
    static void startBroker() throws Exception {
        section = Document.read("docs/http.md").section(HEADING);
        certificate = Certificate.of(folder.resolve("https.p12"), "ip:127.0.0.1");
        int port = FreePorts.next();
        origin = "https://127.0.0.1:" + port;
        node2 = BrokerProcess.named("node2", folder)
                .httpPort(port)
                .https(certificate.trust())
                .create();
        new StockAccess(node2.instance())
                .roles("unrelated")
                .policy("jolokia-access-hardened.xml", origin)
                .binding(documentedBinding(port));
        node2.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        node2.close();
    }

    @Test
    void theDocumentedCommandsAreAnsweredAsShown() throws Exception {
        List<Block> blocks = section.blocks().stream()
                .filter(block -> !block.language().equals("xml"))
                .toList();
        assertEquals(3, blocks.size());
        Shell shell = Shell.with(
                blocks.get(0).text(),
                Map.of(
                        "JOLOKIA",
                        node2.jolokiaUrl().toString(),
                        "ORIGIN",
                        origin,
                        "LOGIN",
                        StockAccess.VIEWER + ":" + StockAccess.PASSWORD,
                        "CURL_CA_BUNDLE",
                        certificate.pem().toString()));

        new JsonExample(blocks.get(2).text())
                .assertShows(shell.output(blocks.get(1).text()));
    }

    @Test
    void plainHttpIsNotServed() throws Exception {
        Answer answer = curl(
                "-H",
                "Origin: " + origin,
                "-d",
                VERSION,
                node2.jolokiaUrl().toString().replace("https:", "http:"));

        assertFalse(answer.text().contains("\"agent\""), answer::text);
        assertFalse(answer.text().contains(REFUSED), answer::text);
    }

    @Test
    void olderTlsGetsNoHandshake() throws Exception {
        assertEquals(35, post("--tls-max", "1.2", "-H", "Origin: " + origin).exit());
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateEndsTheHandshake() throws Exception {
        Answer answer =
                run(List.of("curl", "-sS", "-d", VERSION, node2.jolokiaUrl().toString()));

        assertEquals(60, answer.exit(), answer::text);
    }

    @Test
    void onlyTheNamedOriginIsServed() throws Exception {
        assertServed(post("-i", "-H", "Origin: " + origin));
        assertRefusedToPages(post("-i"));
        for (String other :
                List.of("https://example.org", origin + ".example.org", origin.replace("https:", "http:"))) {
            assertRefusedToPages(post("-i", "-H", "Origin: " + other));
        }
    }

    @Test
    void aPageOfAnotherSiteThatAsksFirstGetsNoPermission() throws Exception {
        Answer answer = curl(
                "-i",
                "-X",
                "OPTIONS",
                "-H",
                "Origin: https://example.org",
                "-H",
                "Access-Control-Request-Method: POST",
                node2.jolokiaUrl().toString());

        assertFalse(answer.text().toLowerCase(Locale.ROOT).contains("access-control-allow"), answer::text);
    }

    @Test
    void getIsRefused() throws Exception {
        Answer answer = curl(
                "-H",
                "Origin: " + origin,
                node2.jolokiaUrl() + "/read/" + REPLICATION.replace("\"", "%22") + "/Broker");

        assertTrue(answer.text().contains(REFUSED), answer::text);
    }

    @Test
    void nothingButQueueReplicationIsServedWhateverTheRole() {
        JolokiaClient amq = node2.jolokia();
        assertRefused(() -> amq.read(ObjectNames.DOMAIN + ":broker=\"node2\"", "Version"));
        assertRefused(() -> amq.read("java.lang:type=Memory", "HeapMemoryUsage"));
        assertRefused(() -> amq.exec(REPLICATION, "stopAll"));
    }

    @Test
    void rolesCountAsWithoutTls() throws Exception {
        assertRefused(
                () -> node2.jolokia(StockAccess.VIEWER, StockAccess.PASSWORD).exec(REPLICATION, "stopAll"));
        node2.jolokia(StockAccess.OPERATOR, StockAccess.PASSWORD).exec(REPLICATION, "stopAll");
    }

    @Test
    void nobodyIsServedWithoutTheRightPassword() throws Exception {
        for (List<String> login : List.of(List.<String>of(), List.of("-u", StockAccess.VIEWER + ":wrong"))) {
            List<String> command = new ArrayList<>(
                    List.of("curl", "-sS", "--cacert", certificate.pem().toString()));
            command.addAll(login);
            command.addAll(List.of("-o", "/dev/null", "-w", "%{http_code}", "-H", "Origin: " + origin, "-d", VERSION));
            command.add(node2.jolokiaUrl().toString());
            assertEquals("403", run(command).text());
        }
    }

    private static void assertServed(Answer answer) {
        assertTrue(answer.text().contains("\"agent\""), answer::text);
        assertTrue(
                answer.text().toLowerCase(Locale.ROOT).contains("strict-transport-security: max-age=31536000"),
                answer::text);
    }

    /** Refused, and a browser keeps the answer from a page of another site. */
    private static void assertRefusedToPages(Answer answer) {
        assertTrue(answer.text().contains(REFUSED), answer::text);
        assertFalse(answer.text().toLowerCase(Locale.ROOT).contains("access-control-allow"), answer::text);
    }

    private static void assertRefused(Executable call) {
        JolokiaException refused = assertThrows(JolokiaException.class, call);
        assertEquals(403, refused.status(), refused::getMessage);
        assertFalse(refused.getMessage().startsWith("HTTP status"), refused::getMessage);
    }

    /** Asks for the version of Jolokia, which every role may. */
    private static Answer post(String... options) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(List.of("-H", "Content-Type: application/json", "-d", VERSION));
        all.add(node2.jolokiaUrl().toString());
        return curl(all.toArray(String[]::new));
    }

    private static Answer curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("curl", "-sS", "--cacert", certificate.pem().toString()));
        command.addAll(List.of("-u", StockAccess.VIEWER + ":" + StockAccess.PASSWORD));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    private static Answer run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    private static String documentedBinding(int port) throws Exception {
        return section.blocks().stream()
                .filter(block -> block.language().equals("xml"))
                .map(Block::text)
                .findFirst()
                .orElseThrow()
                .replace("localhost:8161", "127.0.0.1:" + port)
                .replace("/etc/artemis/https.p12", certificate.store().toString())
                .replaceFirst("ENC\\([^)]*\\)", "ENC(" + node2.masked(Certificate.PASSWORD) + ")");
    }
}
