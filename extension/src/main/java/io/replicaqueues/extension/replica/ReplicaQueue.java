// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of this broker that follows an original queue, as the operator sees it. The operations may be called on any
 * thread and wait for their outcome; what is shown may be read on any thread without waiting.
 */
public final class ReplicaQueue {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplicaQueue.class);
    private static final long ANSWER_MILLIS = 10_000;
    private static final long FINAL_POSITION_MILLIS = 3_000;
    private static final long VERIFY_MINUTES = 30;

    private final ReplicaEnvironment environment;
    private final Queue queue;
    private final OriginalAddress original;
    private final OrderedContext executor;
    private final Standstill standstill;
    private final ReplicaCondition condition;
    private final Following following;

    ReplicaQueue(ReplicaEnvironment environment, ReplicaDefinition definition, Queue queue) {
        this.environment = environment;
        this.queue = queue;
        this.original = environment.credentials().stored(definition.original());
        this.executor = new OrderedContext(environment.server());
        this.condition = new ReplicaCondition(this, environment, definition);
        this.standstill = new Standstill(environment.server(), queue);
        this.following = new Following(environment, condition, original, queue, standstill, executor);
    }

    // What is shown.

    public String queueName() {
        return queue.getName().toString();
    }

    public String address() {
        return queue.getAddress().toString();
    }

    /** The original as a person would name it, without secrets. */
    public String originalText() {
        return original.endpointsText();
    }

    public String originalQueue() {
        return condition.definition().originalQueue();
    }

    public String originalNodeId() {
        return condition.definition().identity().nodeId();
    }

    public String acknowledgement() {
        return condition.acknowledgement();
    }

    /** Whether the original was asked to let its producers wait and does not at present. */
    public boolean isDegraded() {
        return condition.isDegraded();
    }

    public ReplicaState state() {
        return condition.state();
    }

    public Instant stateSince() {
        return condition.stateSince();
    }

    public ReplicaMeters meters() {
        return condition.meters();
    }

    /** Messages in the replica queue. */
    public long depth() {
        return queue.getMessageCount();
    }

    // Operations.

    /** Follows, or follows again; accepts another original if that is why the replica had failed. */
    public void start() {
        inTurn(() -> {
            requireReplica();
            environment.settings().requireEnabled(brokerName());
            if (condition.is(ReplicaState.STOPPED) || condition.is(ReplicaState.FAILED)) {
                // What a person has said must outlast this broker.
                boolean acceptAnother = condition.definition().originalReplaced();
                condition.save(condition.definition().withFollowing(true, "", acceptAnother));
                condition.become(ReplicaState.CONNECTING, "started by an operator");
                following.forgiveAndConnect();
            }
            return null;
        });
    }

    /** Pauses; the queue stays protected. */
    public void stop() {
        inTurn(() -> {
            requireReplica();
            if (!condition.is(ReplicaState.STOPPED)) {
                condition.save(
                        condition.definition().withFollowing(false, "", false).withCounters(meters().counters()));
                following.unlink("stopped by an operator");
                condition.become(ReplicaState.STOPPED, "stopped by an operator");
            }
            return null;
        });
    }

    /** Ends replication: the queue is an ordinary one, complete and writable, when this returns. */
    public DisconnectReport disconnect() {
        awaitFinalPosition();
        DisconnectReport report = inTurn(this::finalReport);
        try {
            await(following.idle());
            inTurn(this::becomeOrdinary);
        } catch (RuntimeException e) {
            executor.execute(this::goOnUnlessDisconnected);
            throw e;
        }
        return report;
    }

    private Void becomeOrdinary() throws Exception {
        requireReplica();
        // Somebody may have started it since.
        following.end("disconnected");
        LastValues.restore(queue);
        QueueSettings.apply(environment.server(), queue, condition.definition().settings());
        standstill.end();
        environment.definitions().delete(queueName());
        environment.guard().lift(queueName());
        condition.become(ReplicaState.DISCONNECTED, "disconnected by an operator");
        environment.events().disconnected(this);
        return null;
    }

    /** A replica that could not become an ordinary queue must not look like one that follows. */
    private void goOnUnlessDisconnected() {
        if (condition.is(ReplicaState.DISCONNECTED)) {
            return;
        }
        standstill.begin();
        if (!condition.is(ReplicaState.STOPPED) && !condition.is(ReplicaState.FAILED)) {
            condition.become(ReplicaState.CONNECTING, "it could not be disconnected");
            following.forgiveAndConnect();
        }
    }

    private void awaitFinalPosition() {
        CompletableFuture<Void> reached = inTurn(() -> {
            requireReplica();
            return following.reachFinalPosition();
        });
        try {
            reached.get(FINAL_POSITION_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            LOGGER.info("Replica queue {} is disconnected without a last word of its original", queueName());
        }
    }

    private DisconnectReport finalReport() {
        requireReplica();
        ReplicaMeters meters = meters();
        long originalDepth = meters.originalDepth();
        boolean inParity = meters.inParity();
        long lag = meters.lagMillis();
        String which = "replica queue " + queueName() + " was " + (inParity ? "equal" : "NOT proved equal") + " to "
                + originalQueue() + " at " + originalText() + " when it was disconnected";
        String since =
                meters.lastParity() == null ? " and never was in parity" : ", last in parity at " + meters.lastParity();
        String detail = inParity ? which : which + ": it was " + state() + since;
        following.end("disconnected");
        return new DisconnectReport(originalDepth, depth(), inParity, lag, detail);
    }

    /** Compares the whole content with the original's; a difference is repaired. */
    public VerifyReport verify() {
        Verification verification = inTurn(() -> {
            requireReplica();
            if (!condition.is(ReplicaState.LIVE) || !following.isUp()) {
                throw new IllegalStateException("replica queue " + queueName() + " is " + state()
                        + ", and only a LIVE one can be verified: wait until it is LIVE, or start() it");
            }
            return following.verify();
        });
        return OrderedContext.await(
                        verification.outcome(),
                        TimeUnit.MINUTES.toMillis(VERIFY_MINUTES),
                        "verification of replica queue " + queueName() + " did not end within " + VERIFY_MINUTES
                                + " minutes")
                .report();
    }

    private <T> T inTurn(OrderedContext.Task<T> task) {
        return await(executor.submit(task));
    }

    private static <T> T await(CompletableFuture<T> result) {
        return OrderedContext.await(result, ANSWER_MILLIS, "the replica did not answer within 10 s: try again");
    }

    private void requireReplica() {
        if (condition.is(ReplicaState.DISCONNECTED)) {
            throw new IllegalStateException("queue " + queueName()
                    + " is no replica any more: create a replica with createReplica() or replicate()");
        }
    }

    private String brokerName() {
        return environment.server().getConfiguration().getName();
    }

    // Its life.

    /** Protects the queue; before clients can connect. */
    void protect() {
        standstill.begin();
        environment.guard().protect(this);
    }

    /** Undoes {@link #protect}, as far as it came. */
    void release() {
        standstill.end();
        environment.guard().lift(queueName());
    }

    /** Goes on in the state it was in when the broker stopped. */
    void resume() {
        executor.execute(() -> {
            if (environment.settings().enabled()) {
                following.connect();
            } else {
                condition.become(ReplicaState.STOPPED, "queue replication is not enabled on broker " + brokerName());
            }
        });
    }

    /**
     * Takes over a feed that has been opened, and welcomed, before the replica existed.
     *
     * @param takeOver called when the replica can hear what comes; the latest welcome
     */
    void adopt(Follower opened, Supplier<Welcome> takeOver) {
        executor.execute(() -> following.adopt(opened, takeOver));
    }

    /** Hears what comes of such a feed. */
    Follower.Listener listener() {
        return following.listener();
    }

    Instant storedAt() {
        return condition.storedAt();
    }

    boolean hasCountersToStore() {
        return condition.hasCountersToStore();
    }

    void storeCounters() {
        executor.execute(condition::saveCounters);
    }

    /** Ends following without changing the state in the definition: the broker stops. */
    CompletableFuture<Void> close() {
        return executor.submit(() -> {
            following.unlink("the broker stops");
            condition.saveCounters();
            return null;
        });
    }

    /** A message leaves the queue, by whomever, with this transaction if there is one; called by the broker's hooks on any thread. */
    void messageLeft(Transaction transaction, MessageReference reference) {
        following.messageLeft(transaction, reference);
    }
}
