// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.OwnTime;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Compares the order of a replica's messages, within each priority, with two others: that of their arrival, from which
 * nothing may deviate, and that in the original, from which the messages of concurrent producers may. For one thread.
 *
 * <p>Left out are messages that wait, or waited, for a time of their own: their place depends on when that came.
 */
final class QueueOrder {

    private static final int PRIORITIES = 256;
    private static final long ABSENT = -1;

    private final Long2LongHashMap places = new Long2LongHashMap(ABSENT);
    private final long[] lastArrival = none();
    private final long[] lastPlace = none();
    private final Roaring64Bitmap misplaced = new Roaring64Bitmap();
    private final Roaring64Bitmap overtaken = new Roaring64Bitmap();

    /** The original has this message next. */
    void next(long id) {
        places.put(id, places.size());
    }

    /** The replica has this message next, which the original has too. */
    void compare(MessageReference reference) {
        if (OwnTime.isSetOn(reference.getMessage())) {
            return;
        }
        long id = OriginalId.idOf(reference.getMessage());
        long place = places.get(id);
        // The replica broker numbers messages as they arrive.
        long arrival = reference.getMessageID();
        int priority = Byte.toUnsignedInt(reference.getMessage().getPriority());
        if (arrival < lastArrival[priority]) {
            misplaced.addLong(id);
        } else if (place < lastPlace[priority]) {
            overtaken.addLong(id);
        }
        lastArrival[priority] = Math.max(lastArrival[priority], arrival);
        lastPlace[priority] = Math.max(lastPlace[priority], place);
    }

    /** By the original's ids: behind a message that arrived later, so somebody has put the queue out of order. */
    Roaring64Bitmap misplaced() {
        return misplaced;
    }

    /** By the original's ids: behind a message that is behind them in the original. */
    Roaring64Bitmap overtaken() {
        return overtaken;
    }

    private static long[] none() {
        long[] none = new long[PRIORITIES];
        Arrays.fill(none, Long.MIN_VALUE);
        return none;
    }
}
