// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.JolokiaException;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link over TLS between two processes of the distribution that are set up by the lines of the documents. */
class SecureLinkIT {

    private static final String QUEUE = "orders";
    private static final String OWN_LOGGERS = "io.replicaqueues";

    @TempDir
    private static Path folder;

    private static ProcessPair brokers;
    private static String byPassword;
    private static String byCertificate;

    @BeforeAll
    static void startBrokers() throws Exception {
        BrokerProcess node1 = BrokerProcess.named("node1", folder).create();
        BrokerProcess node2 = BrokerProcess.named("node2", folder).create();
        DocumentedLink link = new DocumentedLink(Files.createDirectories(folder.resolve("stores")));
        link.makeStores();
        link.makeStoresOf("node3");
        link.makeStoresOf("node4");
        link.setUp(node1);
        link.admit(node1, "node3");
        byPassword = link.byPassword(node2);
        byCertificate = link.byCertificate(node2);
        brokers = ProcessPair.of(node1, node2);
        for (BrokerProcess each : List.of(node1, node2)) {
            Files.writeString(
                    each.instance().resolve("etc").resolve("log4j2.properties"),
                    "\nlogger.replication.name = " + OWN_LOGGERS + "\nlogger.replication.level = TRACE\n",
                    StandardOpenOption.APPEND);
            each.start();
        }
        send("first");
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @AfterEach
    void noPasswordIsInALogOfEitherBroker() throws Exception {
        endReplica();
        Traces traces = new Traces();
        for (BrokerProcess each : List.of(brokers.original(), brokers.replica())) {
            try (Stream<Path> logs = Files.list(each.logFile().getParent())) {
                for (Path log : logs.toList()) {
                    traces.add(each.name() + " " + log.getFileName(), Files.readAllBytes(log));
                }
            }
            assertTrue(traces.hold(each.name() + " artemis.log", OWN_LOGGERS));
        }
        assertEquals(List.of(), traces.seen());
    }

    @Test
    void aReplicaFollowsByCertificateAlsoAfterARestartOfItsBroker() throws Exception {
        assertFollows(byCertificate);

        brokers.replica().stop();
        send("while it is down");
        brokers.replica().start();

        assertEqualInTheEnd();
    }

    @Test
    void aReplicaFollowsByUserAndMaskedPassword() throws Exception {
        assertFollows(byPassword);
    }

    @Test
    void theCertificateOfAnotherHostIsRefusedUnlessTheHostIsNotToBeVerified() throws Exception {
        String byNumber = byCertificate.replace("localhost", "127.0.0.1");

        assertRefused(byNumber, "its certificate is for another host name");
        assertFollows(byNumber + "&verifyHost=false");
    }

    @ParameterizedTest
    @CsvSource({
        "of a user without the permissions, node3, does not have permission='SEND'",
        "of nobody that the broker knows, node4, refused the client certificate"
    })
    void aTrustedCertificateIsRefusedWithOneLine(String whose, String node, String reason) {
        assertRefused(byCertificate.replace("node2.p12", node + ".p12"), reason);
    }

    @Test
    void aWrongPasswordIsRefusedWithOneLine() {
        String wrong = byPassword.replaceFirst(":ENC\\([^)]*\\)@", ":" + Traces.SECRET + "Wrong@");

        assertRefused(wrong, "wrong user or password");
    }

    private static void assertFollows(String address) throws Exception {
        brokers.createReplica(address, QUEUE);
        brokers.awaitParity(QUEUE);
        send("later");
        assertEqualInTheEnd();
    }

    private static void assertEqualInTheEnd() throws Exception {
        brokers.awaitParity(QUEUE);
        Map<?, ?> report = (Map<?, ?>) brokers.exec(QUEUE, "verify");
        assertEquals(true, report.get("equal"), report::toString);
        brokers.assertSameContent(QUEUE);
    }

    private static void assertRefused(String address, String reason) {
        String line = assertThrows(JolokiaException.class, () -> brokers.createReplica(address, QUEUE))
                .getMessage();
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains(reason), line);
    }

    private static void send(String producer) throws Exception {
        new MixedMessages(producer.hashCode(), producer)
                .largeEvery(5)
                .send(brokers.original().amqp(), QUEUE, 10);
    }

    private static void endReplica() throws Exception {
        BrokerProcess replica = brokers.replica();
        String names = ObjectNames.replica(replica.name(), QUEUE).toString();
        if (replica.jolokia().search(names).isEmpty()) {
            return;
        }
        brokers.exec(QUEUE, "disconnect");
        replica.jolokia()
                .exec(
                        ObjectNames.DOMAIN + ":broker=\"" + replica.name() + "\"",
                        "destroyQueue(java.lang.String)",
                        QUEUE);
    }
}
