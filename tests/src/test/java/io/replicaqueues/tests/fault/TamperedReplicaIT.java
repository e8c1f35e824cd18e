// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.JolokiaException;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.broker.ProcessPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator who changes a replica through the management of its broker. */
class TamperedReplicaIT {

    private static final int MESSAGES = 300;

    @TempDir
    private static Path folder;

    private static ProcessPair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = ProcessPair.start(folder, PairUnderLoad::setUp);
    }

    @AfterAll
    static void close() throws Exception {
        pair.close();
    }

    @Test
    void aPurgedReplicaIsFilledAgain() throws Exception {
        replicated("purged");
        manage("purged", "removeAllMessages()");
        assertRepaired("purged");
    }

    @Test
    void aRemovedMessageComesBackInItsPlace() throws Exception {
        replicated("one-removed");
        assertEquals(1L, number(manage("one-removed", "removeMessages(java.lang.String)", "sequence = 17")));
        assertRepaired("one-removed");
    }

    @Test
    void movedMessagesComeBack() throws Exception {
        replicated("moved");
        pair.replica()
                .jolokia()
                .exec(
                        "org.apache.activemq.artemis:broker=\"node2\"",
                        "createQueue(java.lang.String,java.lang.String,java.lang.String)",
                        "elsewhere",
                        "elsewhere",
                        "ANYCAST");
        assertEquals(
                10L,
                number(manage(
                        "moved", "moveMessages(java.lang.String,java.lang.String)", "sequence < 10", "elsewhere")));
        assertRepaired("moved");
    }

    @Test
    void aChangedPriorityIsFoundByVerificationAndPutRight() throws Exception {
        replicated("priority");
        assertEquals(
                10L, number(manage("priority", "changeMessagesPriority(java.lang.String,int)", "sequence < 10", 9)));

        Map<?, ?> report = (Map<?, ?>) pair.exec("priority", "verify");

        assertEquals(false, report.get("equal"), String.valueOf(report));
        assertRepaired("priority");
    }

    @Test
    void deletingTheReplicaQueueIsRefused() throws Exception {
        replicated("deleted");

        JolokiaException refusal = assertThrows(
                JolokiaException.class,
                () -> pair.replica()
                        .jolokia()
                        .exec(
                                "org.apache.activemq.artemis:broker=\"node2\"",
                                "destroyQueue(java.lang.String,boolean)",
                                "deleted",
                                true));

        assertTrue(refusal.getMessage().contains("read-only"), refusal.getMessage());
        pair.awaitParity("deleted");
        pair.assertSameContent("deleted");
    }

    private static void replicated(String queue) throws Exception {
        new MixedMessages(7, "producer").largeEvery(50).send(pair.original().core(), queue, MESSAGES);
        pair.createReplica(queue);
        pair.awaitParity(queue);
    }

    private static void assertRepaired(String queue) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> number(pair.attribute(queue, "Repairs")) > 0);
        pair.awaitParity(queue);
        pair.assertSameContent(queue);
        assertEquals(true, ((Map<?, ?>) pair.exec(queue, "verify")).get("equal"));
    }

    private static Object manage(String queue, String operation, Object... arguments) throws Exception {
        String bean = "org.apache.activemq.artemis:broker=\"node2\",component=addresses,address=\"" + queue
                + "\",subcomponent=queues,routing-type=\"anycast\",queue=\"" + queue + "\"";
        return pair.replica().jolokia().exec(bean, operation, arguments);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
