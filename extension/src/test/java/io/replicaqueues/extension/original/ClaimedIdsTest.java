// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Random sets of ids, close together and far apart, in ascending order and in any other. */
class ClaimedIdsTest {

    private static final int ROUNDS = 300;
    /** Within a container of a bitmap, across two, and across what 32 bits hold. */
    private static final long[] GAPS = {1, 1, 1, 3, 70_000, 1L << 33};

    private static final long MANY = 300_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void theyAreFoundAndKeptAsInASetWhateverTheOrder() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> inQueue = ids();
            Set<Long> claimed = new TreeSet<>(ids());
            inQueue.stream().filter(id -> random.nextInt(3) > 0).forEach(claimed::add);
            if (random.nextBoolean()) {
                Collections.shuffle(inQueue, random);
            }

            ClaimedIds ids = new ClaimedIds(bitmap(claimed));
            Set<Long> left = new TreeSet<>(claimed);
            for (long id : inQueue) {
                assertEquals(claimed.contains(id), ids.contains(id), () -> "seed " + seed + ", id " + id);
                if (claimed.contains(id) && random.nextInt(10) > 0) {
                    ids.keep(id);
                    left.remove(id);
                }
            }

            assertEquals(bitmap(left), ids.notKept(), () -> "seed " + seed);
            assertEquals(bitmap(left), ids.notKept(), () -> "asked again, seed " + seed);
        }
    }

    @Test
    void manyTakeLittleMemory() {
        Roaring64Bitmap claimed = new Roaring64Bitmap();
        for (long id = 1; id <= 3 * MANY; id += 3) {
            claimed.addLong(id);
        }
        long before = allocated();

        ClaimedIds ids = new ClaimedIds(claimed);
        for (long id = 1; id <= 3 * MANY; id += 3) {
            assertTrue(ids.contains(id));
            ids.keep(id);
        }
        assertTrue(ids.notKept().isEmpty());

        long each = (allocated() - before) / MANY;
        assertTrue(each < 100, () -> each + " bytes for each id");
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private List<Long> ids() {
        List<Long> ids = new ArrayList<>();
        long id = random.nextInt(100);
        for (int i = random.nextInt(400); i > 0; i--) {
            ids.add(id);
            id += GAPS[random.nextInt(GAPS.length)];
        }
        return ids;
    }

    private static Roaring64Bitmap bitmap(Set<Long> ids) {
        Roaring64Bitmap bitmap = new Roaring64Bitmap();
        ids.forEach(bitmap::addLong);
        return bitmap;
    }
}
