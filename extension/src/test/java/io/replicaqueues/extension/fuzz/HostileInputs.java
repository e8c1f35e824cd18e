// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Inputs of a hostile peer: random bytes, and valid inputs of which some bytes are altered, cut off, added or taken from
 * others. System property {@code fuzz.seed} repeats a run. For one thread.
 */
public final class HostileInputs {

    /** Of the random numbers of this run. */
    public static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    /** Lengths and counts that readers get wrong. */
    public static final List<Long> TELLING_NUMBERS = List.of(
            0L,
            1L,
            -1L,
            -2L,
            0x7fL,
            0x80L,
            0xffL,
            (long) Short.MAX_VALUE,
            (long) Integer.MAX_VALUE,
            (long) Integer.MIN_VALUE,
            Long.MAX_VALUE,
            1L << 24);

    private static final int LONGEST_RANDOM = 300;
    private static final int MOST_MUTATIONS = 8;

    private final Random random = new Random(SEED);
    private final List<byte[]> valid;

    /** @param valid inputs to begin with, none of them empty */
    public HostileInputs(List<byte[]> valid) {
        this.valid = List.copyOf(valid);
    }

    public List<byte[]> valid() {
        return valid;
    }

    /** Returns another input. */
    public byte[] next() {
        if (random.nextInt(8) == 0) {
            return randomBytes();
        }
        byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
        for (int i = random.nextInt(MOST_MUTATIONS); i >= 0 && bytes.length > 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(LONGEST_RANDOM)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[0] = (byte) random.nextInt(6);
        }
        return bytes;
    }

    /** Returns the bytes, or others, with one thing altered. */
    public byte[] mutated(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 ->
                write(
                        bytes,
                        at,
                        TELLING_NUMBERS.get(random.nextInt(TELLING_NUMBERS.size())),
                        random.nextBoolean() ? Integer.BYTES : Long.BYTES);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return Arrays.copyOf(bytes, bytes.length + random.nextInt(30));
            }
            default -> {
                byte[] other = valid.get(random.nextInt(valid.size()));
                int from = random.nextInt(other.length);
                byte[] spliced = Arrays.copyOf(bytes, at + other.length - from);
                System.arraycopy(other, from, spliced, at, other.length - from);
                return spliced;
            }
        }
        return bytes;
    }

    /** Writes a number, big-endian, in so many bytes, as far as there is room. */
    public static void write(byte[] bytes, int at, long number, int size) {
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >>> (8 * (size - 1 - i)));
        }
    }
}
