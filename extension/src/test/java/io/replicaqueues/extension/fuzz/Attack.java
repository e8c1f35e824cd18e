// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBufUtil;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;

/**
 * Has hostile inputs read: each must be read soon, at the price of a bounded amount of memory, and fail in no other way
 * than by a refusal of one line.
 */
public final class Attack {

    /** How many inputs a test tries that runs with every build; set by the system property {@code fuzz.inputs}. */
    public static final int SOME = Integer.getInteger("fuzz.inputs", 100_000);

    /** How many a test tries that is tagged as a soak; set by the system property {@code fuzz.soak.inputs}. */
    public static final int MANY = Integer.getInteger("fuzz.soak.inputs", 10_000_000);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Reader reader;
    private final Set<Class<? extends Exception>> refusals;
    private final long bytes;
    private final int bytesPerByte;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long refused;
    private long slowestNanos;
    private long mostBytes;

    /** What is attacked. */
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /**
     * @param bytes that reading may allocate whatever the input
     * @param bytesPerByte that it may allocate besides for each byte of the input
     * @param refusals the exceptions that say that an input was refused
     */
    public Attack(Reader reader, long bytes, int bytesPerByte, Set<Class<? extends Exception>> refusals) {
        this.reader = reader;
        this.bytes = bytes;
        this.bytesPerByte = bytesPerByte;
        this.refusals = Set.copyOf(refusals);
    }

    /** Tries so many inputs, and prints how it went. */
    public void with(HostileInputs inputs, int count) {
        assertTimeoutPreemptively(LONGEST.multipliedBy(6).plusMillis(count), () -> {
            warmUp(inputs);
            for (int i = 0; i < count; i++) {
                with(inputs.next());
            }
        });
        System.out.printf(
                "%,d hostile inputs: %,d refused, slowest %.1f ms, at most %,d bytes allocated for one; fuzz.seed=%d%n",
                count, refused, slowestNanos / 1e6, mostBytes, HostileInputs.SEED);
    }

    /** The first reading loads classes and fills caches, which allocates as well. */
    public void warmUp(HostileInputs inputs) throws Exception {
        for (byte[] valid : inputs.valid()) {
            reader.read(valid.clone());
        }
        for (int i = 0; i < 100; i++) {
            byte[] input = inputs.next();
            try {
                reader.read(input.clone());
            } catch (Exception refusal) {
                assertRefusal(refusal, input);
            }
        }
    }

    /**
     * Tries one input. One that allocates too much is tried once more: an input may be the first to need a class, and the
     * loading of that allocates too, but only once.
     */
    public void with(byte[] input) {
        long bound = bytes + (long) bytesPerByte * input.length;
        long allocated = read(input);
        if (allocated > bound) {
            allocated = read(input);
        }
        long atLast = allocated;
        assertTrue(atLast <= bound, () -> atLast + " bytes allocated for " + input.length + ": " + told(input));
        mostBytes = Math.max(mostBytes, atLast);
    }

    /** Returns the bytes that reading has allocated. */
    private long read(byte[] input) {
        byte[] given = input.clone();
        long before = threads.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        try {
            reader.read(given);
        } catch (Exception refusal) {
            assertRefusal(refusal, input);
            refused++;
        } catch (StackOverflowError | OutOfMemoryError e) {
            fail(told(input), e);
        }
        long taken = System.nanoTime() - begin;
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < LONGEST.toNanos(), () -> taken + " ns taken: " + told(input));
        slowestNanos = Math.max(slowestNanos, taken);
        return allocated;
    }

    private void assertRefusal(Exception refusal, byte[] input) {
        if (!refusals.contains(refusal.getClass())) {
            fail(told(input), refusal);
        }
        String reason = refusal.getMessage();
        assertEquals(1, reason == null ? 0 : reason.lines().count(), () -> "lines of: " + reason);
    }

    private static String told(byte[] input) {
        return "fuzz.seed=" + HostileInputs.SEED + ", input " + ByteBufUtil.hexDump(input);
    }
}
