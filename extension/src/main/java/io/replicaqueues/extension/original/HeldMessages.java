// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.wire.Digest;
import java.util.function.LongPredicate;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a replica holds once it has been told everything sent so far, with its digest. Changed by one thread only, under
 * the lock of the {@link ChangeFeed} that owns it: that thread may read without the lock, others with it.
 */
final class HeldMessages {

    /** No {@link io.replicaqueues.extension.message.Fingerprint} has these values. */
    private static final long NO_FINGERPRINT = 0;

    private static final long NOT_HELD = -1;

    /** Id to fingerprint, {@link #NO_FINGERPRINT} while not computed. */
    private final Long2LongHashMap fingerprints = new Long2LongHashMap(NOT_HELD);

    private final Digest.Accumulator digest = new Digest.Accumulator();
    private long withoutFingerprint;

    void add(long id) {
        if (fingerprints.putIfAbsent(id, NO_FINGERPRINT) == NOT_HELD) {
            withoutFingerprint++;
        }
    }

    /** Says the fingerprint of a message; without effect if it is known or the message not held any more. */
    void fingerprinted(long id, long fingerprint) {
        if (fingerprints.get(id) == NO_FINGERPRINT) {
            fingerprints.put(id, fingerprint);
            withoutFingerprint--;
            digest.add(id, fingerprint);
        }
    }

    void remove(long id) {
        long fingerprint = fingerprints.remove(id);
        if (fingerprint == NO_FINGERPRINT) {
            withoutFingerprint--;
        } else if (fingerprint != NOT_HELD) {
            digest.remove(id, fingerprint);
        }
    }

    boolean contains(long id) {
        return fingerprints.containsKey(id);
    }

    int size() {
        return fingerprints.size();
    }

    /** Of those whose fingerprint is known. */
    Digest digest() {
        return digest.digest();
    }

    boolean isDigestComplete() {
        return withoutFingerprint == 0;
    }

    Roaring64Bitmap ids() {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        for (Long2LongHashMap.KeyIterator each = fingerprints.keySet().iterator(); each.hasNext(); ) {
            ids.addLong(each.nextValue());
        }
        return ids;
    }

    /** The ids that a condition is not true of. */
    LongArrayList idsBut(LongPredicate condition) {
        LongArrayList ids = new LongArrayList();
        for (Long2LongHashMap.KeyIterator each = fingerprints.keySet().iterator(); each.hasNext(); ) {
            long id = each.nextValue();
            if (!condition.test(id)) {
                ids.addLong(id);
            }
        }
        return ids;
    }

    void clear() {
        fingerprints.clear();
    }
}
