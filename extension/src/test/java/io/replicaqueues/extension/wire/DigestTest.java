// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static final int DIVERGENCES = 10_000;
    private static final int MESSAGES = 50;
    private static final int KINDS_OF_DIVERGENCE = 5;

    @Property(tries = 300)
    void theOrderOfAdditionDoesNotMatter(@ForAll Map<Long, Long> messages, @ForAll Random random) {
        List<Map.Entry<Long, Long>> shuffled = new ArrayList<>(messages.entrySet());
        Collections.shuffle(shuffled, random);
        Digest.Accumulator digest = new Digest.Accumulator();
        shuffled.forEach(message -> digest.add(message.getKey(), message.getValue()));

        assertEquals(digestOf(messages), digest.digest());
    }

    @Property(tries = 300)
    void removingUndoesAdding(@ForAll Map<Long, Long> kept, @ForAll Map<Long, Long> passing) {
        Digest.Accumulator digest = new Digest.Accumulator();
        passing.forEach(digest::add);
        kept.forEach(digest::add);
        passing.forEach(digest::remove);

        assertEquals(digestOf(kept), digest.digest());
    }

    @Test
    void nothingHasTheEmptyDigest() {
        Digest.Accumulator digest = new Digest.Accumulator();
        digest.add(1, 2);
        digest.clear();

        assertEquals(Digest.EMPTY, digest.digest());
        assertEquals(0, Digest.EMPTY.count());
    }

    @Test
    void anySingleDivergenceIsSeen() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < DIVERGENCES; i++) {
            Map<Long, Long> messages = messages(random);
            Map<Long, Long> diverged = diverged(messages, i % KINDS_OF_DIVERGENCE, random);
            assertFalse(messages.equals(diverged));

            assertNotEquals(
                    digestOf(messages),
                    digestOf(diverged),
                    "seed " + seed + ", divergence " + i + ": " + messages + " and " + diverged);
        }
    }

    @Test
    void eachSumAloneTellsDivergencesOfOneContentApart() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Long, Long> messages = messages(random);
        Set<Map<Long, Long>> contents = new HashSet<>();
        Set<Long> firsts = new HashSet<>();
        Set<Long> seconds = new HashSet<>();
        for (int i = 0; i < DIVERGENCES; i++) {
            Map<Long, Long> diverged = diverged(messages, i % KINDS_OF_DIVERGENCE, random);
            contents.add(diverged);
            firsts.add(digestOf(diverged).first());
            seconds.add(digestOf(diverged).second());
        }

        assertEquals(contents.size(), firsts.size(), "seed " + seed);
        assertEquals(contents.size(), seconds.size(), "seed " + seed);
    }

    /** Ids in a row, as a broker gives them; every other time weak fingerprints, which differ in few bits. */
    private static Map<Long, Long> messages(Random random) {
        boolean weak = random.nextBoolean();
        long first = random.nextInt(1_000_000);
        Map<Long, Long> messages = new LinkedHashMap<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.put(first + i, weak ? 1 + i : random.nextLong());
        }
        return messages;
    }

    private static Map<Long, Long> diverged(Map<Long, Long> messages, int kind, Random random) {
        List<Long> ids = new ArrayList<>(messages.keySet());
        Collections.shuffle(ids, random);
        long id = ids.get(0);
        long other = ids.get(1);
        long unknown = Collections.max(ids) + 1 + random.nextInt(1_000_000);
        Map<Long, Long> diverged = new LinkedHashMap<>(messages);
        switch (kind) {
            case 0 -> diverged.remove(id);
            case 1 -> diverged.put(unknown, messages.get(id));
            case 2 -> diverged.put(id, messages.get(id) ^ (1L << random.nextInt(Long.SIZE)));
            case 3 -> {
                diverged.put(id, messages.get(other));
                diverged.put(other, messages.get(id));
            }
            default -> diverged.put(unknown, diverged.remove(id));
        }
        return diverged;
    }

    private static Digest digestOf(Map<Long, Long> messages) {
        Digest.Accumulator digest = new Digest.Accumulator();
        messages.forEach(digest::add);
        return digest.digest();
    }
}
