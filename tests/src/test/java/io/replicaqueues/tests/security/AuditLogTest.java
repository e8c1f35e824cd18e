// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.tests.broker.BrokerPair;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.logs.AuditLogger;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.sm.SecurityManagerShim;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker's audit logs hold of the operations. */
class AuditLogTest {

    private static final String CALLS = "org.apache.activemq.audit.base";
    private static final String OUTCOMES = "org.apache.activemq.audit.resource";
    private static final String OWN_WORDS = "queue replication of|replica queue";

    @TempDir
    private static Path folder;

    private static BrokerPair brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.original().createQueue("orders");
        brokers.original().createQueue("invoices");
        brokers.replica().createQueue("invoices");
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void everyOperationIsThereWithItsCallerItsArgumentsAndItsOutcome() throws Exception {
        String original = brokers.original().address();
        String shown = original.replaceFirst(":[^:@]*@", "@");
        QueueReplicationMXBean all = brokers.replication();
        ReplicaQueueMXBean copy = brokers.replicaOf("copy");
        List<String> outcomes;
        List<String> calls;
        try (RecordedLog base = RecordedLog.of(CALLS, Level.INFO);
                RecordedLog resource = RecordedLog.of(OUTCOMES, Level.INFO)) {
            as(new UserPrincipal("ada"), () -> {
                all.createReplicaAs(
                        original,
                        "orders",
                        "copy",
                        "acknowledgement=sync,user=" + brokers.original().user() + ",password="
                                + brokers.original().password());
                all.replicate(original, "invoices");
                assertThrows(IllegalStateException.class, () -> all.createReplica(original, "invoices"));
                brokers.awaitParity("orders", "copy");
                copy.verify();
                copy.stop();
                copy.start();
                all.stopAll();
                all.startAll();
                copy.disconnect();
                brokers.replicaOf("invoices").disconnect();
            });
            outcomes = ofReplication(resource);
            calls = ofReplication(base);
        }

        String node2 = " of broker " + brokers.replica().name() + ": ";
        String caller = "User ada(amq)@internal called ";
        assertEquals(
                List.of(
                        caller + "createReplicaAs(" + shown + ", orders, copy, acknowledgement=sync,user="
                                + brokers.original().user() + ",password=***) on queue replication" + node2 + "done",
                        caller + "replicate(" + shown + ", invoices) on queue replication" + node2 + "done",
                        caller + "createReplica(" + shown + ", invoices) on queue replication" + node2
                                + "refused: queue invoices is a replica of invoices at 127.0.0.1:"
                                + brokers.original().port()
                                + " already: start() or disconnect() that one, or choose another name",
                        caller + "verify() on replica queue copy" + node2 + "done",
                        caller + "stop() on replica queue copy" + node2 + "done",
                        caller + "start() on replica queue copy" + node2 + "done",
                        caller + "stopAll() on queue replication" + node2 + "done",
                        caller + "startAll() on queue replication" + node2 + "done",
                        caller + "disconnect() on replica queue copy" + node2 + "done",
                        caller + "disconnect() on replica queue invoices" + node2 + "done"),
                outcomes);
        assertEquals(
                outcomes.stream()
                        .map(line -> line.replaceFirst(" called ", " is calling ")
                                .replaceFirst(
                                        "(?<= of broker " + brokers.replica().name() + "):.*", ""))
                        .toList(),
                calls);
    }

    @Test
    void nothingIsWrittenWhileTheLogIsOff() throws Exception {
        try (RecordedLog base = RecordedLog.of(CALLS, Level.WARNING);
                RecordedLog resource = RecordedLog.of(OUTCOMES, Level.WARNING)) {
            brokers.replication().stopAll();
            brokers.replication().startAll();

            assertEquals(List.of(), base.lines());
            assertEquals(List.of(), resource.lines());
        }
    }

    @Test
    void theUserOfAJvmsOwnAgentIsNamed() throws Exception {
        try (RecordedLog resource = RecordedLog.of(OUTCOMES, Level.INFO)) {
            as(new JMXPrincipal("monitorRole"), () -> brokers.replication().stopAll());

            assertEquals("monitorRole@internal", callers(resource));
        }
    }

    @Test
    void theAddressIsThatOfTheClientOnTheThreadAndNotOfAnEarlierOne() throws Exception {
        try (RecordedLog resource = RecordedLog.of(OUTCOMES, Level.INFO)) {
            FutureTask<Void> calls = new FutureTask<>(() -> {
                for (String client : List.of("192.0.2.1", "192.0.2.2")) {
                    Thread.currentThread().setName("RMI TCP Connection(7)-" + client);
                    brokers.replication().stopAll();
                }
                return null;
            });
            new Thread(calls).start();
            calls.get();

            assertEquals("anonymous@192.0.2.1 anonymous@192.0.2.2", callers(resource));
        }
    }

    @Test
    void anArgumentCannotWriteALineOfItsOwn() {
        try (RecordedLog resource = RecordedLog.of(OUTCOMES, Level.INFO)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> brokers.replication().createReplica("", "orders\n2026-01-01 [AUDIT] User ada\u2028x"));

            List<String> lines = ofReplication(resource);
            assertEquals(1, lines.size());
            assertEquals(
                    List.of(),
                    lines.get(0).chars().filter(Character::isISOControl).boxed().toList());
        }
    }

    private static void as(Principal user, Runnable calls) throws Exception {
        // The broker remembers for each thread where its calls come from.
        AuditLogger.setRemoteAddress("internal");
        Set<Principal> principals =
                user instanceof UserPrincipal ? Set.of(user, new RolePrincipal("amq")) : Set.of(user);
        SecurityManagerShim.callAs(new Subject(true, principals, Set.of(), Set.of()), () -> {
            calls.run();
            return null;
        });
    }

    private static String callers(RecordedLog log) {
        return String.join(
                " ",
                ofReplication(log).stream()
                        .map(line -> line.replaceFirst("User (\\S+) called .*", "$1"))
                        .toList());
    }

    /** Without the lines of the brokers themselves. */
    private static List<String> ofReplication(RecordedLog log) {
        return log.lines().stream()
                .filter(line -> line.matches("User \\S+ (is calling|called) .* on (" + OWN_WORDS + ").*"))
                .toList();
    }
}
