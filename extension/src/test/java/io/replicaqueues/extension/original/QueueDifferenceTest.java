// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static io.replicaqueues.extension.original.TestedFeed.ids;
import static io.replicaqueues.extension.original.TestedFeed.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.extension.message.PagedList;
import io.replicaqueues.extension.message.QueueListing;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class QueueDifferenceTest {

    private static final long LATER = System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1);

    @Test
    void whatIsBehindAMissingMessageThatWaitsForItsRedeliveryIsSentAgain() {
        QueueDifference difference = difference(ids(2, 3), waitingForRedelivery(1), waiting(2), waiting(3));

        assertEquals(List.of(1L, 2L, 3L), List.copyOf(difference.missing().keySet()));
        assertEquals(ids(2, 3), difference.toRemove());
    }

    @Test
    void whatWaitsForItsRedeliveryIsSentAgainBehindAMissingMessage() {
        QueueDifference difference = difference(ids(1, 3), waiting(1), waiting(2), waitingForRedelivery(3));

        assertEquals(List.of(2L, 3L), List.copyOf(difference.missing().keySet()));
        assertEquals(ids(3), difference.toRemove());
    }

    @Test
    void whatIsToComeLaterHasNoPlace() {
        QueueDifference difference = difference(ids(2, 4), waiting(1), scheduled(2), scheduled(3), scheduled(4));

        assertEquals(List.of(1L, 3L), List.copyOf(difference.missing().keySet()));
        assertEquals(ids(), difference.toRemove());
    }

    private static QueueDifference difference(Roaring64Bitmap claimed, MessageReference... original) {
        return QueueDifference.between(new QueueListing(null, List.of(original), new PagedList()), claimed);
    }

    private static MessageReference waiting(long id) {
        return MessageReference.Factory.createReference(message(id), null);
    }

    private static MessageReference waitingForRedelivery(long id) {
        MessageReference reference = waiting(id);
        reference.setScheduledDeliveryTime(LATER);
        return reference;
    }

    private static MessageReference scheduled(long id) {
        Message message = message(id);
        message.setScheduledDeliveryTime(LATER);
        MessageReference reference = MessageReference.Factory.createReference(message, null);
        reference.setScheduledDeliveryTime(LATER);
        return reference;
    }
}
