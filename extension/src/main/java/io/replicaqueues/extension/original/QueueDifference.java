// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.OwnTime;
import io.replicaqueues.extension.message.PagedList;
import io.replicaqueues.extension.message.QueueListing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a replica lacks of an original queue, and what it holds too much; made by one thread at a time.
 *
 * <p>What the replica holds behind a message it lacks must go and come again, after that one, to keep the order: behind
 * in the order of the same priority in memory, and behind in the pages, which know no priority and come after
 * everything in memory. Messages that their sender has scheduled have no place in that order.
 *
 * @param missing messages in memory that are to be sent, in queue order
 * @param missingPaged messages in pages that are to be sent, in queue order
 * @param toRemove ids that the replica is to remove
 * @param kept messages that the replica holds and keeps
 */
record QueueDifference(
        Map<Long, PendingAddition> missing, PagedList missingPaged, Roaring64Bitmap toRemove, QueueListing kept) {

    /**
     * @param content of the original queue
     * @param claimed the ids the replica holds
     */
    static QueueDifference between(QueueListing content, Roaring64Bitmap claimed) {
        ClaimedIds ids = new ClaimedIds(claimed);
        List<MessageReference> kept = new ArrayList<>();
        Map<Long, PendingAddition> missing = new LinkedHashMap<>();
        Set<Byte> prioritiesWithMissing = new HashSet<>();
        for (MessageReference reference : content.references()) {
            long id = reference.getMessageID();
            boolean ordered = !isScheduled(reference);
            byte priority = reference.getMessage().getPriority();
            boolean known = ids.contains(id);
            if (known && !(ordered && prioritiesWithMissing.contains(priority))) {
                ids.keep(id);
                kept.add(reference);
                continue;
            }
            if (ordered) {
                prioritiesWithMissing.add(priority);
            }
            missing.put(id, PendingAddition.ofCatchUp(reference));
        }
        PagedList keptPaged = new PagedList();
        PagedList missingPaged = new PagedList();
        PagedList paged = content.paged();
        boolean behindMissing = !prioritiesWithMissing.isEmpty();
        for (int i = 0; i < paged.size(); i++) {
            boolean known = ids.contains(paged.id(i));
            behindMissing |= !known;
            if (behindMissing) {
                missingPaged.add(paged.id(i), paged.position(i));
            } else {
                ids.keep(paged.id(i));
                keptPaged.add(paged.id(i), paged.position(i));
            }
        }
        return new QueueDifference(
                missing, missingPaged, ids.notKept(), new QueueListing(content.queue(), kept, keptPaged));
    }

    /** One that only waits for its redelivery has its place. */
    private static boolean isScheduled(MessageReference reference) {
        return reference.getScheduledDeliveryTime() > System.currentTimeMillis()
                && OwnTime.isSetOn(reference.getMessage());
    }
}
