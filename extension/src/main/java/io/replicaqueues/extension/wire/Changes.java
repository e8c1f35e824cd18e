// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A frame of changes: where the feed stands after it, the removals, then the additions in order.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>1</td><td>type 2</td></tr>
 * <tr><td>1</td><td>1</td><td>flags: 1 catching up, 2 digest known, 4 synchronous</td></tr>
 * <tr><td>2</td><td>5 × 8</td><td>frame number, original depth, catch-up remaining, pending, age in ms</td></tr>
 * <tr><td>42</td><td>3 × 8</td><td>digest: count, first sum, second sum</td></tr>
 * <tr><td>66</td><td>4 + n</td><td>removed ids ({@link IdSetCodec})</td></tr>
 * <tr><td>70 + n</td><td>…</td><td>additions, each: kind (8 bits), id (64), then by kind<br>
 *   1 message: fingerprint (64), length (32), encoded message<br>
 *   2 head of a large message: fingerprint (64), size of its body (64), length (32), encoded head<br>
 *   3 chunk of the body: length (32), bytes<br>
 *   4 end of the body: fingerprint of the body (64)<br>
 *   5 large message given up: nothing</td></tr>
 * <tr><td>at the end</td><td>4</td><td>checksum</td></tr>
 * </table>
 *
 * @param position where the feed stands after this frame
 * @param content removals and additions, not read yet
 */
public record Changes(FeedPosition position, ByteBuf content) implements Frame {

    static final byte MESSAGE = 1;
    static final byte LARGE_HEAD = 2;
    static final byte LARGE_CHUNK = 3;
    static final byte LARGE_END = 4;
    static final byte LARGE_GIVEN_UP = 5;

    static final int CATCHING_UP = 1;
    static final int DIGEST_KNOWN = 2;
    static final int SYNCHRONOUS = 4;

    /** Where a follower puts the changes; called in the order of the frame. */
    public interface Handler {
        void removals(Roaring64Bitmap ids) throws Exception;

        /** A message, encoded; readable until the call returns. */
        void addition(long id, long fingerprint, ByteBuf message) throws Exception;

        /** The head of a large message, encoded; readable until the call returns. */
        void largeHead(long id, long fingerprint, long bodySize, ByteBuf head) throws Exception;

        /** The next part of the body; readable until the call returns. */
        void largeChunk(long id, ByteBuf bytes) throws Exception;

        void largeEnd(long id, long bodyFingerprint) throws Exception;

        void largeGivenUp(long id) throws Exception;
    }

    static Changes read(ByteBuf in) {
        int flags = in.readUnsignedByte();
        FeedPosition position = new FeedPosition(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                (flags & CATCHING_UP) != 0,
                (flags & SYNCHRONOUS) != 0,
                (flags & DIGEST_KNOWN) != 0,
                new Digest(in.readLong(), in.readLong(), in.readLong()));
        return new Changes(position, in);
    }

    /** Hands every change to {@code handler}. */
    public void forEach(Handler handler) throws Exception {
        try {
            Roaring64Bitmap removals = new Roaring64Bitmap();
            IdSetCodec.readInto(removals, content);
            if (!removals.isEmpty()) {
                handler.removals(removals);
            }
            while (content.isReadable()) {
                readAddition(handler);
            }
        } catch (IndexOutOfBoundsException e) {
            throw new WireException("frame " + position.frame() + " cut short", e);
        }
    }

    private void readAddition(Handler handler) throws Exception {
        byte kind = content.readByte();
        long id = content.readLong();
        switch (kind) {
            case MESSAGE -> handler.addition(id, content.readLong(), slice());
            case LARGE_HEAD -> handler.largeHead(id, content.readLong(), content.readLong(), slice());
            case LARGE_CHUNK -> handler.largeChunk(id, slice());
            case LARGE_END -> handler.largeEnd(id, content.readLong());
            case LARGE_GIVEN_UP -> handler.largeGivenUp(id);
            default -> throw new WireException("addition of unknown kind " + kind + " in frame " + position.frame());
        }
    }

    private ByteBuf slice() throws WireException {
        int length = content.readInt();
        if (length < 0 || length > content.readableBytes()) {
            throw new WireException("frame " + position.frame() + " cut short");
        }
        return content.readSlice(length);
    }
}
