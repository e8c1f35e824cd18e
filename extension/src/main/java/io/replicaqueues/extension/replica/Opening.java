// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.Welcome;
import java.util.concurrent.CompletableFuture;

/**
 * A feed that is opened before there is a replica, so that a wrong address leaves no half-made queue behind. The
 * methods are called by one operation; what comes of the feed is heard on the event loop of its connection.
 */
final class Opening implements Follower.Listener {

    private static final long ANSWER_MILLIS = 10_000;

    private final CompletableFuture<Welcome> answered = new CompletableFuture<>();
    private Follower follower;
    /** The original welcomes again when its settings are changed. Guarded by this. */
    private Welcome latest;
    /** Null until the replica follows. Guarded by this. */
    private Follower.Listener heir;

    private Opening() {}

    static Opening of(
            ReplicaEnvironment environment,
            OriginalAddress typedIn,
            String originalQueue,
            String replicaQueue,
            String acknowledgement) {
        Opening opening = new Opening();
        opening.follower = new Follower(
                environment,
                environment.credentials().complete(typedIn),
                originalQueue,
                replicaQueue,
                "",
                acknowledgement,
                opening);
        opening.follower.open();
        return opening;
    }

    /** @throws IllegalStateException with the one-line reason if the original cannot be followed */
    Welcome await(String originalQueue, OriginalAddress address) {
        try {
            return OrderedContext.await(answered, ANSWER_MILLIS, "no answer within 10 s");
        } catch (IllegalStateException e) {
            close();
            throw new IllegalStateException("original queue " + originalQueue + " at " + address.endpointsText()
                    + " cannot be followed: " + e.getMessage());
        }
    }

    void close() {
        follower.close();
    }

    /** Lets the replica follow as soon as it knows what it holds. */
    void handOver(ReplicaQueue replica) {
        replica.adopt(follower, () -> takenOverBy(replica.listener()));
    }

    /** Nothing that comes is lost in between. */
    private synchronized Welcome takenOverBy(Follower.Listener replica) {
        heir = replica;
        return latest;
    }

    @Override
    public void frame(Follower from, Frame frame, AmqpDelivery delivery, int size) {
        Follower.Listener present = heirUnlessWelcomed(frame);
        if (present != null) {
            present.frame(from, frame, delivery, size);
        } else if (frame instanceof Welcome welcome) {
            delivery.accept();
            answered.complete(welcome);
        }
    }

    private synchronized Follower.Listener heirUnlessWelcomed(Frame frame) {
        if (heir == null && frame instanceof Welcome welcome) {
            latest = welcome;
        }
        return heir;
    }

    @Override
    public void lost(Follower from, FollowException cause) {
        answered.completeExceptionally(cause);
        Follower.Listener present = heir();
        if (present != null) {
            present.lost(from, cause);
        }
    }

    private synchronized Follower.Listener heir() {
        return heir;
    }
}
