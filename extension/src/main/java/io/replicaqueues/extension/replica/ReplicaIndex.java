// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.wire.Digest;
import org.agrona.collections.Long2LongHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Which of the original's messages the replica holds, with their fingerprints and the digest over both; confined to the
 * replica's executor.
 */
final class ReplicaIndex {

    private static final long ABSENT = -1;

    private final Long2LongHashMap fingerprints = new Long2LongHashMap(ABSENT);
    private final Digest.Accumulator digest = new Digest.Accumulator();

    /**
     * Adds a message as it was found in the queue.
     *
     * @param origin the original whose messages count
     * @return false if it does not belong: it is of another original, the second of the same message, or without its
     *     body
     */
    boolean addFound(Message message, long origin) {
        OriginalId mark = OriginalId.of(message);
        return mark != null
                && mark.origin() == origin
                && hasItsBody(message, mark)
                && add(mark.id(), mark.fingerprint());
    }

    /**
     * A broker that starts deletes the bodies of non-durable large messages, but leaves their heads in pages. One that was
     * empty on the original already has a fingerprint that says so.
     */
    private static boolean hasItsBody(Message message, OriginalId mark) {
        try {
            return !(message instanceof LargeServerMessage large)
                    || large.getLargeBody().getBodySize() > 0
                    || Fingerprint.of(message) == mark.fingerprint();
        } catch (ActiveMQException e) {
            return false;
        }
    }

    /** Returns false, and changes nothing, if the message is there already. */
    boolean add(long id, long fingerprint) {
        if (fingerprints.putIfAbsent(id, fingerprint) != ABSENT) {
            return false;
        }
        digest.add(id, fingerprint);
        return true;
    }

    /** Returns false if the message is not there. */
    boolean remove(long id) {
        long fingerprint = fingerprints.remove(id);
        if (fingerprint == ABSENT) {
            return false;
        }
        digest.remove(id, fingerprint);
        return true;
    }

    boolean holds(long id, long fingerprint) {
        return fingerprints.get(id) == fingerprint;
    }

    boolean contains(long id) {
        return fingerprints.containsKey(id);
    }

    Digest digest() {
        return digest.digest();
    }

    Roaring64Bitmap ids() {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        for (Long2LongHashMap.KeyIterator each = fingerprints.keySet().iterator(); each.hasNext(); ) {
            ids.addLong(each.nextValue());
        }
        return ids;
    }

    void clear() {
        fingerprints.clear();
        digest.clear();
    }
}
