// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica queue holds: its messages, the index of them and the one that changes both together. Confined to the
 * replica's executor, unless said otherwise.
 */
final class Holding {

    private static final Logger LOGGER = LoggerFactory.getLogger(Holding.class);
    private static final long POLL_MILLIS = 10;

    private final ReplicaEnvironment environment;
    private final ReplicaCondition condition;
    private final OrderedContext executor;
    private final ReplicaContent content;
    private final Room room;
    private final FrameApplier.ChangeListener listener;
    private final ReplicaIndex index = new ReplicaIndex();
    private final ContentReading contentReading;

    /** Null until the index has been read for the first time. */
    private FrameApplier applier;

    private boolean valid;
    /** What is found in the queue from now on may be anybody's. */
    private boolean ended;
    /** Under way, or null. */
    private CompletableFuture<Void> reading;

    Holding(
            ReplicaEnvironment environment,
            ReplicaCondition condition,
            Queue queue,
            OrderedContext executor,
            Room room,
            FrameApplier.ChangeListener listener) {
        this.environment = environment;
        this.condition = condition;
        this.executor = executor;
        this.content = new ReplicaContent(environment, queue);
        this.room = room;
        this.listener = listener;
        this.contentReading =
                new ContentReading(queue, index, environment.server().getScheduledPool(), executor);
    }

    ReplicaIndex index() {
        return index;
    }

    FrameApplier applier() {
        return applier;
    }

    /** Whether the index says what is in the queue. */
    boolean isValid() {
        return valid;
    }

    /** The queue is to be an ordinary one: nothing that is found in it is removed any more. */
    void end() {
        ended = true;
    }

    /** The queue is a replica's again, or still. */
    void resume() {
        ended = false;
    }

    /** The index is not to be trusted: the queue must be read before anything more is applied. */
    void invalidate() {
        valid = false;
    }

    /**
     * Goes on once the index says what is in the queue; reads the queue if it does not.
     *
     * @param failed told why that cannot be, as a line for the operator
     */
    void whenValid(Runnable next, Consumer<String> failed) {
        if (valid) {
            next.run();
            return;
        }
        if (reading == null) {
            reading = idle().thenCompose(nothing -> readContent());
        }
        CompletableFuture<Void> present = reading;
        var unused = present.whenComplete((nothing, failure) -> executor.execute(() -> {
            if (reading == present) {
                reading = null;
                valid = failure == null;
            }
            if (failure != null) {
                failed.accept("the replica queue cannot be brought in order: "
                        + (failure.getCause() == null ? failure : failure.getCause()).getMessage());
            } else {
                next.run();
            }
        }));
    }

    private CompletableFuture<Void> readContent() {
        Identity identity = condition.definition().identity();
        follow(identity);
        content.forgetPlaces();
        FrameApplier present = applier;
        return contentReading
                .read(originOf(identity))
                .thenComposeAsync(
                        foreign -> executor.submit(() -> {
                            removeForeign(present, foreign);
                            return null;
                        }),
                        executor);
    }

    private void removeForeign(FrameApplier present, List<MessageReference> foreign) throws Exception {
        if (ended || foreign.isEmpty()) {
            return;
        }
        LOGGER.warn(
                "Replica queue {} holds {} messages that do not belong there: removing them",
                condition.definition().queue(),
                foreign.size());
        present.removeForeign(foreign);
    }

    /** Removes everything, to hold what another original has. */
    void makeWayFor(Identity identity) throws Exception {
        try {
            applier.removeAll(index.ids());
        } catch (Exception e) {
            // Some may have gone.
            invalidate();
            throw e;
        }
        follow(identity);
    }

    private void follow(Identity identity) {
        applier = new FrameApplier(
                environment.server().getStorageManager(), content, index, room, executor, originOf(identity), listener);
    }

    private static long originOf(Identity identity) {
        return OriginalId.originOf(identity.nodeId(), identity.queueId());
    }

    /** Forgets what has come of a large message that is not complete. */
    void discardIncomplete() {
        if (applier != null) {
            applier.discardIncomplete();
        }
    }

    /** How many messages the queue counts more than the index has. */
    long excess() {
        long known = index.digest().count();
        // What is on its way is looked for only if it is missed: the broker makes an index of the queue for that.
        return content.counted() == known ? 0 : content.depth() - known;
    }

    /**
     * A message has left the queue by somebody else's doing.
     *
     * @return whether the queue is being read just now, so that the message may have been listed before
     */
    boolean messageLeft(long originalId) {
        return contentReading.messageLeft(originalId);
    }

    /** Whether the calling thread, which may be any, is just changing the queue on behalf of the original. */
    boolean isChangedByThisThread() {
        return content.isChangedByThisThread();
    }

    /** Completes when everything applied is in the queue and in the journal; may be called on any thread. */
    CompletableFuture<Void> idle() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        executor.execute(() -> completeWhenIdle(idle));
        return idle;
    }

    /** Whether everything applied is in the queue and in the journal. */
    boolean isIdle() {
        return applier == null || applier.isIdle();
    }

    private void completeWhenIdle(CompletableFuture<Void> idle) {
        if (isIdle()) {
            idle.complete(null);
        } else {
            executor.executeLater(POLL_MILLIS, () -> completeWhenIdle(idle));
        }
    }
}
