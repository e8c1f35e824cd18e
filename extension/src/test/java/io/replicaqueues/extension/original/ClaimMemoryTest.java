// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.WireException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class ClaimMemoryTest {

    private static final long MIB = 1 << 20;

    private final ClaimMemory memory = new ClaimMemory(10 * MIB);

    @Test
    void idsFarApartAreRefusedLongBeforeThereAreSoManyAsIdsInARow() throws Exception {
        assertTrue(refusedAfter(ids(1L << 16)) < 17_000);
        assertTrue(refusedAfter(ids(2)) > 200_000);
    }

    @Test
    void theEstimateIsNotBelowWhatIdsFarApartTake() throws Exception {
        for (long distance : new long[] {1L << 16, 1L << 20, 1L << 33}) {
            byte[] chunk = ids(distance).get(0);
            keep(chunk);
            long before = allocated();
            Roaring64Bitmap claimed = keep(chunk);
            long taken = allocated() - before;

            ClaimMemory all = new ClaimMemory(1_000 * MIB);
            all.share().reserveFor(chunk);
            assertTrue(
                    all.reserved() >= 2 * taken,
                    () -> all.reserved() + " estimated and " + taken + " taken by " + claimed.getLongCardinality()
                            + " ids, one in " + distance);
        }
    }

    private static Roaring64Bitmap keep(byte[] chunk) throws WireException {
        Roaring64Bitmap claimed = new Roaring64Bitmap();
        IdSetCodec.readRunsInto(claimed, Unpooled.wrappedBuffer(chunk));
        return claimed;
    }

    @Test
    void whatIsReleasedIsThereForOthersAndNotForTheSame() throws Exception {
        ClaimMemory.Share first = memory.share();
        byte[] chunk = ids(1L << 16).get(0);
        first.reserveFor(chunk);
        assertTrue(memory.reserved() > MIB);

        first.release();

        assertEquals(0, memory.reserved());
        assertThrows(WireException.class, () -> first.reserveFor(chunk));
        memory.share().reserveFor(chunk);
    }

    @Test
    void aRefusedClaimReservesNothing() throws Exception {
        ClaimMemory.Share share = memory.share();
        share.reserveFor(ids(1L << 16).get(0));
        long before = memory.reserved();

        assertThrows(WireException.class, () -> share.reserveFor(new byte[] {1, 0}));

        assertEquals(before, memory.reserved());
    }

    private long refusedAfter(List<byte[]> chunks) throws WireException {
        ClaimMemory.Share share = memory.share();
        long claimed = 0;
        try {
            for (byte[] chunk : chunks) {
                share.reserveFor(chunk);
                claimed += IdSetCodec.extentOf(chunk).ids();
            }
            throw new AssertionError("nothing was refused");
        } catch (WireException e) {
            assertTrue(e.getMessage().contains("10 MiB"), e::getMessage);
            return claimed;
        } finally {
            share.release();
        }
    }

    /** Many ids, each so far from the one before, as a replica would claim them. */
    private static List<byte[]> ids(long distance) {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        for (long i = 1; i <= 300_000; i++) {
            ids.addLong(i * distance);
        }
        List<byte[]> chunks = new ArrayList<>();
        IdSetCodec.chunks(ids, Protocol.MAX_REQUEST_BODY, chunks::add);
        return chunks;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
