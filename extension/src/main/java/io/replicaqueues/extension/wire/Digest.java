// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

/**
 * An order-independent digest of a set of messages: how many there are and two sums of their mixed identities and
 * content fingerprints.
 *
 * <p>Adding and removing a message costs O(1). Two different sets have the same digest with a chance of about
 * 2<sup>-128</sup>, unless a fingerprint itself collides (2<sup>-64</sup> for one altered message).
 *
 * @param count number of messages
 * @param first sum modulo 2<sup>64</sup> of the first mix of each message
 * @param second sum modulo 2<sup>64</sup> of the second mix of each message
 */
public record Digest(long count, long first, long second) {

    public static final Digest EMPTY = new Digest(0, 0, 0);

    /** A digest under construction; confined to one thread. */
    public static final class Accumulator {
        private long count;
        private long first;
        private long second;

        public void add(long id, long fingerprint) {
            count++;
            first += mix(id ^ Long.rotateLeft(fingerprint, 32) ^ FIRST_SEED) * FIRST_SEED + mix(fingerprint + id);
            second += mix(mix(id + SECOND_SEED) ^ fingerprint);
        }

        public void remove(long id, long fingerprint) {
            count--;
            first -= mix(id ^ Long.rotateLeft(fingerprint, 32) ^ FIRST_SEED) * FIRST_SEED + mix(fingerprint + id);
            second -= mix(mix(id + SECOND_SEED) ^ fingerprint);
        }

        public Digest digest() {
            return new Digest(count, first, second);
        }

        public void clear() {
            count = 0;
            first = 0;
            second = 0;
        }
    }

    private static final long FIRST_SEED = 0x9E3779B97F4A7C15L;
    private static final long SECOND_SEED = 0xC2B2AE3D27D4EB4FL;

    /** The finalizer of MurmurHash3 (variant 13 by David Stafford). */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
