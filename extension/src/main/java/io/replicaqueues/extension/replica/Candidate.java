// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.wire.Welcome;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * An existing queue that is to become a replica; for one operation. What stands in its way is thrown, as an
 * {@link IllegalStateException} with a line for the operator.
 */
record Candidate(ActiveMQServer server, Queue queue) {

    private static final long LISTING_MILLIS = 60_000;

    void requireNoConsumers() {
        if (queue.getConsumerCount() > 0) {
            throw new IllegalStateException("queue " + queue.getName() + " has " + queue.getConsumerCount()
                    + " consumers: close them before it becomes a replica");
        }
    }

    void requireLike(Welcome welcome, OriginalAddress address) {
        QueueSettings.obstacle(welcome.settings(), queue).ifPresent(obstacle -> {
            throw new IllegalStateException("queue " + queue.getName() + " cannot become a replica of that at "
                    + address.endpointsText() + ": it " + obstacle
                    + ", and that cannot be changed: delete it here and use createReplica(), or use"
                    + " createReplicaAs() with another name");
        });
    }

    /** What a prepared branch holds of the queue is in no listing, and comes back when it is rolled back. */
    void requireNothingHeld() {
        int held = queue.getDeliveringCount();
        if (held > 0) {
            throw new IllegalStateException("queue " + queue.getName() + " has " + held
                    + " messages that open transactions hold: end these before it becomes a replica");
        }
    }

    /** Of a queue that was the target of a mirror the broker keeps the index of ids that the mirror needed. */
    void requireIndex() {
        if (!ReplicaContent.isIndexed(queue)) {
            throw new IllegalStateException("queue " + queue.getName() + " was the target of a mirror since this broker"
                    + " started: restart the broker before it becomes a replica");
        }
    }

    void requireOwnMessages(Welcome welcome, OriginalAddress address) {
        long origin = OriginalId.originOf(welcome.nodeId(), welcome.queueId());
        LongAdder foreign = new LongAdder();
        Executor executor = server.getExecutorFactory().getExecutor();
        OrderedContext.await(
                QueueSnapshot.take(queue, server.getScheduledPool(), executor)
                        .thenCompose(content -> content.forEach(
                                reference -> {
                                    OriginalId mark = OriginalId.of(reference.getMessage());
                                    if (mark == null || mark.origin() != origin) {
                                        foreign.increment();
                                    }
                                },
                                executor)),
                LISTING_MILLIS,
                "queue " + queue.getName() + " did not list its messages within 60 s: try again");
        if (foreign.sum() > 0) {
            throw new IllegalStateException("queue " + queue.getName() + " holds " + foreign
                    + " messages that are not from " + queue.getName() + " at " + address.endpointsText()
                    + ": move or remove them first, or use createReplicaAs() with another name");
        }
    }
}
