// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.collections.LongArrayList;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPStandardMessage;

/**
 * The way of frames to one replica: an internal queue from which the replica takes them as AMQP messages of one data
 * section. Frames are put in by the session's thread; confirmations may come on any thread.
 */
final class FeedOutlet implements FramePace.Traffic {

    /** Room that {@link #send} needs at the head of the buffer for the AMQP data section's constructor and length. */
    static final int HEADROOM = 8;

    private static final LongArrayList NO_ADDITIONS = new LongArrayList(0, LongArrayList.DEFAULT_NULL_VALUE);

    private static final int DATA_SECTION = 0x00_53_75_B0;

    private final ActiveMQServer server;
    private final Queue queue;
    private final int window;
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private final AtomicLong unconfirmedChanges = new AtomicLong();
    /** Confirmations come in the order of the frames. */
    private final ConcurrentLinkedQueue<OnItsWay> onTheWay = new ConcurrentLinkedQueue<>();

    private final AtomicLong bytesSent = new AtomicLong();
    private volatile long sentNanos = System.nanoTime();
    private volatile int changesSent;

    private record OnItsWay(int changes, LongArrayList additions, long sinceNanos) {}

    /** @param queue which the replica takes frames from */
    FeedOutlet(ActiveMQServer server, Queue queue, int window) {
        this.server = server;
        this.queue = queue;
        this.window = window;
    }

    boolean hasRoom() {
        return unconfirmed.get() < window;
    }

    @Override
    public boolean isConfirmed() {
        return unconfirmed.get() == 0;
    }

    boolean isHalfEmpty() {
        return unconfirmed.get() <= window / 2;
    }

    long unconfirmedChanges() {
        return unconfirmedChanges.get();
    }

    long bytesSent() {
        return bytesSent.get();
    }

    boolean hasConsumer() {
        return queue.getConsumerCount() > 0;
    }

    /** Sends a frame without changes, as {@link #send(ByteBuf, int, LongArrayList)} does. */
    void send(ByteBuf buffer) throws Exception {
        send(buffer, 0, NO_ADDITIONS);
    }

    /**
     * Sends the frame that begins {@link #HEADROOM} bytes into {@code buffer}, which stays the caller's.
     *
     * @param changes how many changes the frame carries
     * @param additions what {@link #confirmed} is to return for the frame
     */
    void send(ByteBuf buffer, int changes, LongArrayList additions) throws Exception {
        int length = buffer.writerIndex();
        buffer.setInt(0, DATA_SECTION);
        buffer.setInt(Integer.BYTES, length - HEADROOM);
        byte[] encoded = new byte[length];
        buffer.getBytes(0, encoded);
        Message message = new AMQPStandardMessage(0, encoded, null);
        message.setMessageID(server.getStorageManager().generateID());
        message.setAddress(queue.getAddress());
        RoutingContextImpl route = new RoutingContextImpl(null);
        route.addQueue(queue.getAddress(), queue);
        unconfirmed.incrementAndGet();
        long now = System.nanoTime();
        sentNanos = now;
        changesSent = changes;
        onTheWay.add(new OnItsWay(changes, additions, now));
        unconfirmedChanges.addAndGet(changes);
        bytesSent.addAndGet(length);
        server.getPostOffice().processRoute(message, route, true);
    }

    /** One frame has been confirmed; returns the additions it was sent with. */
    LongArrayList confirmed() {
        OnItsWay frame = onTheWay.poll();
        if (frame == null) {
            return NO_ADDITIONS;
        }
        unconfirmedChanges.addAndGet(-frame.changes);
        unconfirmed.decrementAndGet();
        return frame.additions;
    }

    @Override
    public int changesSent() {
        return changesSent;
    }

    @Override
    public long nanosSinceSent() {
        return System.nanoTime() - sentNanos;
    }

    /** How long the oldest unconfirmed frame has been on its way; 0 if there is none. */
    long unconfirmedNanos() {
        OnItsWay oldest = onTheWay.peek();
        return oldest == null ? 0 : System.nanoTime() - oldest.sinceNanos;
    }

    /** Deletes the queue with what is left in it, and closes its consumer. */
    void delete() throws Exception {
        if (server.locateQueue(queue.getName()) != null) {
            server.destroyQueue(queue.getName(), null, false, true, true);
        }
    }
}
