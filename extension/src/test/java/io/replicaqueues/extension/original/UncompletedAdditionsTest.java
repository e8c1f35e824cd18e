// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.extension.message.PagedList;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.original.UncompletedAdditions.Uncompleted;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;

/** What a listing of a queue has to be completed by. */
class UncompletedAdditionsTest {

    private static final Queue QUEUE = (Queue) Proxy.newProxyInstance(
            Queue.class.getClassLoader(), new Class<?>[] {Queue.class}, (proxy, method, arguments) -> 7L);

    private final UncompletedAdditions additions = new UncompletedAdditions();

    @Test
    void aMessageThatArrivesAfterTheQueueWasListedIsInTheListing() {
        add(1);
        SortedMap<Long, Uncompleted> stillToCome = additions.of(QUEUE);
        QueueListing listed = listing();
        additions.remove(QUEUE, 1);

        assertEquals(List.of(1L), ids(UncompletedAdditions.completing(listed, stillToCome)));
    }

    @Test
    void aMessageThatTheListingSawIsThereOnceAndOneThatWentIsNot() {
        add(1);
        add(2);
        add(3);
        SortedMap<Long, Uncompleted> stillToCome = additions.of(QUEUE);
        additions.gone(QUEUE, 2);

        assertEquals(List.of(1L, 3L), ids(UncompletedAdditions.completing(listing(1), stillToCome)));
    }

    private void add(long id) {
        additions.add(QUEUE, id, new CoreMessage(id, 64), false);
    }

    private static QueueListing listing(long... ids) {
        List<MessageReference> references = Arrays.stream(ids)
                .mapToObj(id -> MessageReference.Factory.createReference(new CoreMessage(id, 64), null))
                .toList();
        return new QueueListing(null, references, new PagedList());
    }

    private static List<Long> ids(QueueListing listing) {
        return listing.references().stream().map(MessageReference::getMessageID).toList();
    }
}
