// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpConnection;
import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.amqp.AmqpReceiver;
import io.replicaqueues.extension.amqp.AmqpSender;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.RequestChecksum;
import io.replicaqueues.extension.wire.WireException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * One try to follow an original: opens a feed on its broker and hands over what comes. Never used again once it has
 * ended. Methods may be called on any thread; the listener is called on the connection's event loop and must not block.
 */
final class Follower {

    private static final byte[] NOTHING = new byte[0];

    private final ReplicaEnvironment environment;
    private final OriginalAddress original;
    private final String originalQueue;
    private final String replicaQueue;
    private final String knownActivation;
    private final String acknowledgement;
    private final Listener listener;
    private final String feed = UUID.randomUUID().toString();

    /** What is to be given back when this ends; null once it has ended. */
    private List<Runnable> closers = new ArrayList<>();

    private volatile AmqpSender control;
    private volatile boolean following;

    Follower(
            ReplicaEnvironment environment,
            OriginalAddress original,
            String originalQueue,
            String replicaQueue,
            String knownActivation,
            String acknowledgement,
            Listener listener) {
        this.environment = environment;
        this.original = original;
        this.originalQueue = originalQueue;
        this.replicaQueue = replicaQueue;
        this.knownActivation = knownActivation;
        this.acknowledgement = acknowledgement;
        this.listener = listener;
    }

    /** Hears from one follower. */
    interface Listener {

        /** A frame has come; {@link AmqpDelivery#accept} confirms it. */
        void frame(Follower from, Frame frame, AmqpDelivery delivery, int size);

        /** The try has ended, other than by {@link #close}; called once at most. */
        void lost(Follower from, FollowException cause);
    }

    /** Begins; the first frame to come is a welcome. */
    void open() {
        var unused = environment.connections().acquire(original).whenComplete((connection, failure) -> {
            if (failure != null) {
                lost(failure, FollowException.Step.CONNECT);
                return;
            }
            atEnd(connection::release);
            // Its end is heard of by the links: the connection outlives this where others share it, and so would a
            // listener.
            openFeed(connection);
        });
    }

    private void openFeed(AmqpConnection connection) {
        var unused = connection
                .subscriptionExists(Protocol.PRESENCE_QUEUE)
                .thenCompose(present -> present
                        ? connection.openSender(Protocol.CONTROL_ADDRESS)
                        : CompletableFuture.<AmqpSender>failedFuture(
                                FollowException.extensionMissing(connection.remoteAddress())))
                .thenCompose(sender -> {
                    control = sender;
                    atEnd(sender::close);
                    return request(Protocol.OPEN, opening(), NOTHING);
                })
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        lost(failure, FollowException.Step.REQUEST);
                    } else {
                        takeFeed(connection);
                    }
                });
    }

    private Map<String, Object> opening() {
        Map<String, Object> opening = new HashMap<>();
        opening.put(Protocol.VERSION_KEY, Protocol.VERSION);
        opening.put(Protocol.QUEUE, originalQueue);
        opening.put(Protocol.REPLICA_NODE, environment.server().getNodeID().toString());
        opening.put(Protocol.REPLICA_QUEUE, replicaQueue);
        opening.put(Protocol.ACKNOWLEDGEMENT, acknowledgement);
        if (!knownActivation.isEmpty()) {
            opening.put(Protocol.KNOWN_ACTIVATION, knownActivation);
        }
        return opening;
    }

    private void takeFeed(AmqpConnection connection) {
        var unused = connection
                .openReceiver(
                        Protocol.FEED_PREFIX + feed, environment.settings().window(), this::received, "queue")
                .whenComplete((receiver, failure) -> {
                    if (failure != null) {
                        lost(failure, FollowException.Step.FEED);
                    } else {
                        closeWithThis(receiver);
                    }
                });
    }

    private void closeWithThis(AmqpReceiver receiver) {
        receiver.onClosed(cause -> lost(cause, FollowException.Step.FEED));
        atEnd(receiver::close);
    }

    private void received(AmqpDelivery delivery) {
        try {
            int size = delivery.size();
            listener.frame(this, Frame.read(delivery.payload()), delivery, size);
        } catch (WireException e) {
            lost(e, FollowException.Step.FEED);
        }
    }

    /** Says what the replica holds and asks for the difference and the live feed. */
    void follow(Roaring64Bitmap held) {
        following = true;
        IdSetCodec.chunks(held, Protocol.MAX_REQUEST_BODY, chunk -> {
            var unused = watched(Protocol.HOLD, Map.of(), chunk);
        });
        var unused = watched(Protocol.FOLLOW, Map.of(Protocol.HELD, held.getLongCardinality()), NOTHING);
    }

    /** Whether it has been asked to follow. */
    boolean isFollowing() {
        return following;
    }

    void verify(long token) {
        var unused = watched(Protocol.VERIFY, Map.of(Protocol.TOKEN, token), NOTHING);
    }

    /** Asks for the original's position; completes when the original has heard of it. */
    CompletableFuture<Void> mark() {
        return watched(Protocol.MARK, Map.of(), NOTHING);
    }

    private CompletableFuture<Void> watched(String kind, Map<String, Object> properties, byte[] body) {
        return request(kind, properties, body).whenComplete((done, failure) -> {
            if (failure != null) {
                lost(failure, FollowException.Step.FEED);
            }
        });
    }

    private CompletableFuture<Void> request(String kind, Map<String, Object> properties, byte[] body) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(Protocol.REQUEST, kind);
        all.put(Protocol.FEED, feed);
        all.put(Protocol.CHECKSUM, RequestChecksum.of(Map.copyOf(all), body));
        return control.send(all, body);
    }

    /** Ends the try; the listener hears nothing more of it. */
    void close() {
        boolean unused = end();
    }

    private synchronized void atEnd(Runnable closer) {
        if (closers == null) {
            closer.run();
        } else {
            closers.add(closer);
        }
    }

    /** Whether it was closed or lost. */
    synchronized boolean hasEnded() {
        return closers == null;
    }

    /** Returns whether it had not ended before. */
    private synchronized boolean end() {
        if (closers == null) {
            return false;
        }
        List<Runnable> present = closers;
        closers = null;
        Collections.reverse(present);
        present.forEach(Runnable::run);
        return true;
    }

    private void lost(Throwable failure, FollowException.Step step) {
        if (end()) {
            listener.lost(this, FollowException.of(failure, step));
        }
    }
}
