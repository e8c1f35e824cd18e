// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of message arrives unchanged and in order, whichever way it comes. */
class MessageKindsTest {

    private static final int MESSAGES = 6;

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    @ParameterizedTest
    @EnumSource
    void isCaughtUpWith(MessageKind kind) throws Exception {
        String queue = "caught up " + kind;
        brokers.original().createQueue(queue);
        kind.send(brokers.original(), queue, 0, MESSAGES);

        ReplicaQueueMXBean replica = brokers.createReplica(queue);

        awaitSame(queue);
        assertWithoutRepair(replica);
    }

    @ParameterizedTest
    @EnumSource
    void isFollowedLive(MessageKind kind) throws Exception {
        String queue = "live " + kind;
        brokers.original().createQueue(queue);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);

        kind.send(brokers.original(), queue, 0, MESSAGES);
        awaitSame(queue);
        remove(queue, 2);
        awaitSame(queue);
        assertWithoutRepair(replica);
    }

    @ParameterizedTest
    @EnumSource
    void isMadeUpForAfterAReconnection(MessageKind kind) throws Exception {
        String queue = "reconnected " + kind;
        brokers.original().createQueue(queue);
        kind.send(brokers.original(), queue, 0, MESSAGES);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);

        replica.stop();
        remove(queue, 2);
        kind.send(brokers.original(), queue, MESSAGES, MESSAGES);
        replica.start();

        awaitSame(queue);
        assertWithoutRepair(replica);
    }

    /** All of them at once, as a restart takes its time. */
    @Test
    void everyKindIsStillThereAfterARestartOfTheReplicaBroker() throws Exception {
        for (MessageKind kind : MessageKind.values()) {
            String queue = "restarted " + kind;
            brokers.original().createQueue(queue);
            kind.send(brokers.original(), queue, 0, MESSAGES);
            brokers.createReplica(queue);
            brokers.awaitParity(queue);
        }

        brokers.replica().restart();

        for (MessageKind kind : MessageKind.values()) {
            awaitSame("restarted " + kind);
        }
    }

    /** Removes the first messages as a consumer or, where they are scheduled, as an administrator would. */
    private static void remove(String queue, int count) throws Exception {
        Removals.remove(brokers.original(), queue, count);
    }

    private static void awaitSame(String queue) {
        brokers.awaitSameStored(queue);
    }

    private static void assertWithoutRepair(ReplicaQueueMXBean replica) {
        assertEquals(0, replica.getRepairs());
        assertTrue(replica.verify().isEqual());
    }
}
