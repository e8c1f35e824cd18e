// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.wire.ChangesWriter;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/** Sends one large message in chunks over as many frames as it takes; confined to the session's thread. */
final class LargeMessageStream {

    private static final int CHUNK = 64 * 1024;

    private final PendingAddition addition;
    private final LargeBodyReader reader;
    private final HashStream64 bodyHash = Fingerprint.newHashStream();
    private final byte[] chunk = new byte[CHUNK];
    private long left;

    private LargeMessageStream(PendingAddition addition, LargeBodyReader reader, long size) {
        this.addition = addition;
        this.reader = reader;
        this.left = size;
    }

    /** Opens the body and writes the head into the frame. */
    static LargeMessageStream begin(PendingAddition addition, Message message, long fingerprint, ChangesWriter frame)
            throws ActiveMQException {
        LargeBodyReader reader = ((LargeServerMessage) message).getLargeBody().getLargeBodyReader();
        reader.open();
        long size = reader.getSize();
        frame.largeHead(
                addition.id(),
                fingerprint,
                size,
                out -> MessageCodec.encode(message, () -> addition.dueMillis(message), out));
        return new LargeMessageStream(addition, reader, size);
    }

    PendingAddition addition() {
        return addition;
    }

    /** Writes the next chunk, or the end; returns whether the message is complete. */
    boolean writeNext(ChangesWriter frame) throws ActiveMQException {
        if (left == 0) {
            frame.largeEnd(addition.id(), bodyHash.getAsLong());
            return true;
        }
        int read = reader.readInto(ByteBuffer.wrap(chunk, 0, (int) Math.min(left, CHUNK)));
        if (read <= 0) {
            throw new ActiveMQException(
                    "the body of large message " + addition.id() + " ends " + left + " bytes before its size");
        }
        bodyHash.putBytes(chunk, 0, read);
        frame.largeChunk(addition.id(), chunk, read);
        left -= read;
        return false;
    }

    /** Closes the body file and lets the broker delete it if the message has gone meanwhile. */
    void close() {
        try {
            reader.close();
        } catch (ActiveMQException e) {
            // Opened for reading only: nothing can be lost.
        } finally {
            addition.release();
        }
    }
}
