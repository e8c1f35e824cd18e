// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.utils.UUID;

/**
 * A 64-bit hash (XXH3) of what a client can see of a message, the same on both brokers; safe to call on any thread
 * while the message is being delivered.
 *
 * <p>Covered: body, properties, durability, priority, expiry, timestamp, type and user id of a Core message; the
 * encoded AMQP message, durability and expiry of an AMQP message. Not covered: the message id and the address, which
 * are the queue's business, {@link OriginalId the mark} a replica queue leaves, {@code JMS_AMQP_ContentType}, which the
 * broker adds to a Core message that it shows to an AMQP consumer, and when a Core message is due, which the broker
 * forgets when it restarts after that time. Of a large message {@link #of}
 * covers the head and the size of the body, {@link #ofFullContent} the body as well. Never 0 or -1, which are left to
 * mean "none".
 */
public final class Fingerprint {

    private static final Hasher64 HASHER = Hashing.xxh3_64();
    private static final ThreadLocal<ByteBuf> SCRATCH = ThreadLocal.withInitial(() -> Unpooled.buffer(16 * 1024));
    private static final int LARGEST_SCRATCH = 1024 * 1024;
    private static final int LARGE_BODY_CHUNK = 256 * 1024;

    private Fingerprint() {}

    /** Hashes the message without reading the body file of a large one. */
    public static long of(Message message) throws ActiveMQException {
        return hash(message, false);
    }

    /** Hashes the whole message; reads the body file of a large one. */
    public static long ofFullContent(Message message) throws ActiveMQException {
        return hash(message, true);
    }

    /** A stream that hashes as the fingerprints do, for the body of a large message on its way. */
    public static HashStream64 newHashStream() {
        return HASHER.hashStream();
    }

    private static long hash(Message message, boolean largeBodies) throws ActiveMQException {
        long hash = combined(message.isDurable() ? 1 : 2, message.getExpiration());
        hash = combined(hash, message.getPriority());
        if (message instanceof CoreMessage core) {
            hash = combined(hash, hashOfCore(core));
        } else if (message instanceof AMQPMessage amqp && !message.isLargeMessage()) {
            hash = combined(hash, hashOfEncoded(amqp));
        }
        if (message.isLargeMessage()) {
            hash = combined(hash, hashOfLargeBody((LargeServerMessage) message, largeBodies));
        }
        return hash == 0 || hash == -1 ? 1 : hash;
    }

    private static long hashOfCore(CoreMessage message) {
        long hash = combined(message.getType(), message.getTimestamp());
        UUID id = message.getUserID();
        if (id != null) {
            hash = combined(hash, HASHER.hashBytesToLong(id.asBytes()));
        }
        hash = combined(hash, PropertiesFingerprint.of(message));
        return message.isLargeMessage() ? hash : combined(hash, hashOfBody(message));
    }

    private static long hashOfBody(CoreMessage message) {
        // As the broker does where it searches: the message could be encoded anew meanwhile.
        synchronized (message) {
            int unused = message.getEncodeSize();
            ByteBuf encoded = message.getBuffer();
            int length = message.getEndOfBodyPosition() - CoreMessage.BUFFER_HEADER_SPACE;
            return hashOf(encoded.slice(CoreMessage.BODY_OFFSET, length));
        }
    }

    private static long hashOfLargeBody(LargeServerMessage message, boolean content) throws ActiveMQException {
        HashStream64 stream = HASHER.hashStream().putLong(message.getLargeBody().getBodySize());
        if (!content) {
            return stream.getAsLong();
        }
        try (LargeBodyReader reader = message.getLargeBody().getLargeBodyReader()) {
            reader.open();
            byte[] chunk = new byte[LARGE_BODY_CHUNK];
            for (long left = reader.getSize(); left > 0; ) {
                int read = reader.readInto(ByteBuffer.wrap(chunk, 0, (int) Math.min(left, chunk.length)));
                if (read <= 0) {
                    break;
                }
                stream.putBytes(chunk, 0, read);
                left -= read;
            }
        }
        return stream.getAsLong();
    }

    private static long hashOfEncoded(AMQPMessage message) {
        ByteBuf scratch = SCRATCH.get().clear();
        message.persist(new ChannelBufferWrapper(scratch));
        long hash = hashOf(scratch);
        shrink(scratch);
        return hash;
    }

    private static long hashOf(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (bytes.hasArray()) {
            return HASHER.hashBytesToLong(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), length);
        }
        ByteBuf scratch = SCRATCH.get().clear();
        scratch.writeBytes(bytes, bytes.readerIndex(), length);
        long hash = HASHER.hashBytesToLong(scratch.array(), scratch.arrayOffset(), length);
        shrink(scratch);
        return hash;
    }

    /** The order of the two matters, and sums of results give away nothing of the parts. */
    static long combined(long hash, long next) {
        return mixed(mixed(hash) * 31 + next);
    }

    /** The finalizer of MurmurHash3 (variant 13 by David Stafford). */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** One message of 50 MiB must not leave 50 MiB behind on every thread that met it. */
    private static void shrink(ByteBuf scratch) {
        if (scratch.capacity() > LARGEST_SCRATCH) {
            SCRATCH.remove();
        }
    }
}
