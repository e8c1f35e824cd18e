// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;

/**
 * A plugin of the original broker that damages or withholds what goes over the feeds to its replicas, and damages what
 * they ask. Its methods may be called by any thread.
 */
public final class FeedTap implements ActiveMQServerPlugin {

    private static final String FEED_PREFIX = "$queue-replication.feed.";
    private static final String CONTROL_ADDRESS = "$queue-replication.control";
    /** Bytes of an AMQP data section that stand before the frame. */
    private static final int SECTION_HEAD = 8;

    private static final int CHECKSUM = Integer.BYTES;

    private final AtomicReference<Predicate<byte[]>> frameDamage = new AtomicReference<>();
    private final AtomicReference<Predicate<byte[]>> requestDamage = new AtomicReference<>();
    private final Set<Queue> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean withheld;

    /** Shows every frame, as an AMQP message, to {@code damage}, which may change it; until it returns false. */
    public void damageFrames(Predicate<byte[]> damage) {
        frameDamage.set(damage);
    }

    /** Shows every request, as an AMQP message, to {@code damage}, which may change it; until it returns false. */
    public void damageRequests(Predicate<byte[]> damage) {
        requestDamage.set(damage);
    }

    /** Lets no frame through while {@code value} is true, on connections that stay open. */
    public void withhold(boolean value) {
        withheld = value;
        if (!value) {
            // The broker goes past what nobody accepts, and comes back to it only when told to.
            waiting.forEach(queue -> {
                queue.resetAllIterators();
                queue.deliverAsync();
            });
            waiting.clear();
        }
    }

    /** Replaces the text in a frame by another of the same length and makes the frame's checksum right again. */
    public static boolean forge(byte[] frame, String text, String other) {
        if (!replace(frame, text, other)) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(frame, SECTION_HEAD, frame.length - SECTION_HEAD - CHECKSUM);
        for (int i = 0; i < CHECKSUM; i++) {
            frame[frame.length - CHECKSUM + i] = (byte) (crc.getValue() >>> (8 * (CHECKSUM - 1 - i)));
        }
        return true;
    }

    /** Replaces the first occurrence of the text by another of the same length; returns whether there was one. */
    public static boolean replace(byte[] message, String text, String other) {
        // Of one byte each, so that positions in the text are positions in the message.
        int at = new String(message, StandardCharsets.ISO_8859_1).indexOf(text);
        if (at >= 0) {
            System.arraycopy(other.getBytes(StandardCharsets.ISO_8859_1), 0, message, at, text.length());
        }
        return at >= 0;
    }

    @Override
    public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
        if (!withheld || !isFeed(consumer)) {
            return true;
        }
        waiting.add(consumer.getQueue());
        return false;
    }

    @Override
    public void beforeDeliver(ServerConsumer consumer, MessageReference reference) {
        if (isFeed(consumer)) {
            show(reference.getMessage(), frameDamage);
        }
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        if (CONTROL_ADDRESS.equals(message.getAddress())) {
            show(message, requestDamage);
        }
    }

    private static boolean isFeed(ServerConsumer consumer) {
        return consumer.getQueue().getName().toString().startsWith(FEED_PREFIX);
    }

    private static void show(Message message, AtomicReference<Predicate<byte[]>> damage) {
        Predicate<byte[]> present = damage.get();
        if (present != null
                && !present.test(((AMQPMessage) message).getSendBuffer(1, null).array())) {
            damage.compareAndSet(present, null);
        }
    }
}
