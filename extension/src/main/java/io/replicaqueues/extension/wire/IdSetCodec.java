// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Sets of message ids on the wire: runs in ascending order, each as two {@link VarLong}s, the distance of its first id
 * from the end of the run before (from 0 for the first) and its length. Stateless.
 *
 * <p>Ids are sparse and jump by 2<sup>31</sup> after a failover; a run of a million ids takes some ten bytes, a lone
 * one two to six.
 */
public final class IdSetCodec {

    /** Upper bound of the ids in one encoded set, so that a few hostile bytes cannot claim a universe of ids. */
    public static final long MAX_IDS = 1L << 24;

    /** The ids that differ in these bits alone share a container of a {@link Roaring64Bitmap}. */
    private static final long LOW_BITS_IN_CONTAINER = 0xFFFF;

    private static final int CONTAINER_BITS = 16;

    private static final int SHORT_RUN = 256;

    private IdSetCodec() {}

    /** Appends the whole set of at most {@link #MAX_IDS}{@code /2} ids, preceded by its length in bytes (32 bits). */
    public static void write(Roaring64Bitmap ids, ByteBuf out) {
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        if (writeRuns(ids.getLongIterator(), new PendingRun(), out, Integer.MAX_VALUE).present) {
            throw new IllegalArgumentException("more than " + MAX_IDS / 2 + " ids in one set");
        }
        out.setInt(lengthAt, out.writerIndex() - lengthAt - Integer.BYTES);
    }

    /** Reads what {@link #write} wrote into {@code ids}. */
    public static void readInto(Roaring64Bitmap ids, ByteBuf in) throws WireException {
        int length = in.readableBytes() < Integer.BYTES ? -1 : in.readInt();
        if (length < 0 || length > in.readableBytes()) {
            throw new WireException("id set cut short");
        }
        readRunsInto(ids, in.readSlice(length));
    }

    /** Hands over the set as byte arrays of at most {@code maxBytes} each, to be read by {@link #readRunsInto}. */
    public static void chunks(Roaring64Bitmap ids, int maxBytes, Consumer<byte[]> chunk) {
        LongIterator remaining = ids.getLongIterator();
        ByteBuf out = Unpooled.buffer();
        PendingRun carry = new PendingRun();
        while (carry.present || remaining.hasNext()) {
            out.clear();
            carry = writeRuns(remaining, carry, out, maxBytes);
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            chunk.accept(bytes);
        }
    }

    /**
     * How much an encoded set takes once it is decoded.
     *
     * @param ids in the set
     * @param containers of a {@link Roaring64Bitmap} that they need
     */
    public record Extent(long ids, long containers) {}

    /** Looks through a set as {@link #chunks} made it, without decoding it. */
    public static Extent extentOf(byte[] runs) throws WireException {
        long[] sum = new long[3];
        readRuns(Unpooled.wrappedBuffer(runs), (first, end) -> {
            long last = (end - 1) >>> CONTAINER_BITS;
            sum[0] += end - first;
            sum[1] += last - Math.max(first >>> CONTAINER_BITS, sum[2]) + 1;
            sum[2] = last + 1;
        });
        return new Extent(sum[0], sum[1]);
    }

    /** Adds the runs in the readable bytes of {@code in} to {@code ids}. */
    public static void readRunsInto(Roaring64Bitmap ids, ByteBuf in) throws WireException {
        readRuns(in, (first, end) -> addRun(ids, first, end));
    }

    private interface RunReader {
        void run(long first, long end);
    }

    private static void readRuns(ByteBuf in, RunReader reader) throws WireException {
        long end = 0;
        long total = 0;
        while (in.isReadable()) {
            long first = end + VarLong.read(in);
            long length = VarLong.read(in);
            total += length;
            if (first < end || length <= 0 || total > MAX_IDS || first + length < first) {
                throw new WireException("id set is malformed");
            }
            end = first + length;
            reader.run(first, end);
        }
    }

    /**
     * Adds the ids from {@code first} to before {@code end}, container by container: within one,
     * {@link Roaring64Bitmap#addRange} repeats itself as often as the range fits between its first id and the
     * container's last, 65,536 times for a lone id.
     */
    private static void addRun(Roaring64Bitmap ids, long first, long end) {
        for (long next = first; next < end; ) {
            long last = Math.min(end - 1, next | LOW_BITS_IN_CONTAINER);
            if (last - next < SHORT_RUN) {
                for (long id = next; id <= last; id++) {
                    ids.addLong(id);
                }
            } else {
                ids.addRange(next, last + 1);
            }
            next = last + 1;
        }
    }

    /** Writes whole runs until {@code maxBytes} would be passed; returns the run that no longer fitted. */
    private static PendingRun writeRuns(LongIterator ids, PendingRun first, ByteBuf out, int maxBytes) {
        PendingRun run = first;
        long end = 0;
        long written = 0;
        while (ids.hasNext()) {
            long id = ids.next();
            if (run.present && id == run.end && run.length() < MAX_IDS / 2) {
                run.end = id + 1;
                continue;
            }
            PendingRun next = new PendingRun(id);
            if (run.present) {
                VarLong.write(out, run.first - end);
                VarLong.write(out, run.length());
                end = run.end;
                written += run.length();
                if (out.readableBytes() > maxBytes - 20 || written > MAX_IDS / 2) {
                    return next;
                }
            }
            run = next;
        }
        if (run.present) {
            VarLong.write(out, run.first - end);
            VarLong.write(out, run.length());
        }
        return new PendingRun();
    }

    private static final class PendingRun {
        private final boolean present;
        private final long first;
        private long end;

        PendingRun() {
            this.present = false;
            this.first = 0;
        }

        PendingRun(long id) {
            this.present = true;
            this.first = id;
            this.end = id + 1;
        }

        long length() {
            return end - first;
        }
    }
}
