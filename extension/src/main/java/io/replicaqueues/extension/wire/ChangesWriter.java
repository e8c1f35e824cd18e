// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Writes one frame of {@link Changes} into a buffer, in one pass; confined to one thread. */
public final class ChangesWriter {

    private static final int HEADER = 2 + 8 * Long.BYTES;

    private final ByteBuf out;
    private final int start;
    private int additions;

    /** Begins a frame at the writer index with its removals (at most {@link IdSetCodec#MAX_IDS}{@code /2}). */
    public ChangesWriter(ByteBuf out, Roaring64Bitmap removals) {
        this.out = out;
        this.start = out.writerIndex();
        out.writeZero(HEADER);
        IdSetCodec.write(removals, out);
    }

    /** Appends a message. If {@code encoder} fails, the frame is as if it had never been called. */
    public void addition(long id, long fingerprint, Consumer<ByteBuf> encoder) {
        append(Changes.MESSAGE, id, () -> {
            out.writeLong(fingerprint);
            lengthPrefixed(encoder);
        });
    }

    /** Appends the head of a large message whose body follows in chunks. */
    public void largeHead(long id, long fingerprint, long bodySize, Consumer<ByteBuf> encoder) {
        append(Changes.LARGE_HEAD, id, () -> {
            out.writeLong(fingerprint).writeLong(bodySize);
            lengthPrefixed(encoder);
        });
    }

    public void largeChunk(long id, byte[] bytes, int length) {
        append(Changes.LARGE_CHUNK, id, () -> out.writeInt(length).writeBytes(bytes, 0, length));
    }

    public void largeEnd(long id, long bodyFingerprint) {
        append(Changes.LARGE_END, id, () -> out.writeLong(bodyFingerprint));
    }

    /** Says that the rest of a large message will not come: it was removed meanwhile. */
    public void largeGivenUp(long id) {
        append(Changes.LARGE_GIVEN_UP, id, () -> {});
    }

    /** Entries appended so far: messages, heads, chunks and ends. */
    public int additions() {
        return additions;
    }

    /** Bytes of the frame so far. */
    public int size() {
        return out.writerIndex() - start;
    }

    /** Completes the frame. */
    public void finish(FeedPosition position) {
        int end = out.writerIndex();
        int flags = (position.catchingUp() ? Changes.CATCHING_UP : 0)
                | (position.digestKnown() ? Changes.DIGEST_KNOWN : 0)
                | (position.synchronous() ? Changes.SYNCHRONOUS : 0);
        out.writerIndex(start);
        out.writeByte(Protocol.CHANGES_FRAME).writeByte(flags);
        out.writeLong(position.frame())
                .writeLong(position.originalDepth())
                .writeLong(position.catchUpRemaining())
                .writeLong(position.pending())
                .writeLong(position.ageMillis())
                .writeLong(position.digest().count())
                .writeLong(position.digest().first())
                .writeLong(position.digest().second());
        out.writerIndex(end);
        Checksum.append(out, start);
    }

    private void append(byte kind, long id, Runnable rest) {
        int before = out.writerIndex();
        boolean complete = false;
        try {
            out.writeByte(kind).writeLong(id);
            rest.run();
            additions++;
            complete = true;
        } finally {
            if (!complete) {
                out.writerIndex(before);
            }
        }
    }

    private void lengthPrefixed(Consumer<ByteBuf> encoder) {
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        encoder.accept(out);
        out.setInt(lengthAt, out.writerIndex() - lengthAt - Integer.BYTES);
    }
}
