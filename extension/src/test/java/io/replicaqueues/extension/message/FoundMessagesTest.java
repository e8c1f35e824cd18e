// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.impl.PagedMessageImpl;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;

/** What several looks at one queue find, while messages come, go and return in between. */
class FoundMessagesTest {

    private static final int ROUNDS = 200;
    private static final long LATER = System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1);

    private final FoundMessages found = new FoundMessages();

    @Test
    void whatTwoLooksShowIsThereOnceAndInOrder() {
        List<MessageReference> queue = references(1, 20_000);
        found.addWaiting(queue);
        List<MessageReference> later = new ArrayList<>(queue.subList(7_000, queue.size()));
        later.addAll(references(20_001, 20_010));

        found.addWaiting(later);

        assertEquals(LongStream.rangeClosed(1, 20_010).boxed().toList(), ids());
    }

    @Test
    void aMessageWithAnotherReferenceIsNotTakenForAnotherMessage() {
        found.addWaiting(references(1, 100));

        found.addWaiting(references(1, 100));

        assertEquals(LongStream.rangeClosed(1, 100).boxed().toList(), ids());
    }

    @Test
    void itKnowsWhatItHasSeen() {
        found.addWaiting(references(1, 3));
        found.addScheduled(scheduled(5));
        assertTrue(found.contains(3));
        assertTrue(found.contains(5));
        assertFalse(found.contains(4));

        found.addWaiting(references(4, 4));

        assertTrue(found.contains(4));
    }

    @Test
    void aScheduledMessageThatHasBecomeDueIsThereOnceAndAmongTheOthers() {
        List<MessageReference> due = scheduled(3);
        found.addWaiting(references(1, 2));
        found.addScheduled(due);

        found.addWaiting(due);

        assertEquals(List.of(1L, 2L, 3L), ids());
    }

    @Test
    void aMessageThatWaitsForItsRedeliveryIsInItsPlaceAndOneThatIsToComeLaterIsLast() {
        List<MessageReference> queue = references(1, 6);
        for (MessageReference reference : queue) {
            reference.setSequence(reference.getMessageID());
        }
        MessageReference givenBack = queue.remove(0);
        MessageReference givenBackLater = queue.remove(3);
        found.addWaiting(queue);
        List<MessageReference> held = new ArrayList<>(scheduled(7));
        held.add(givenBackLater);
        held.add(givenBack);
        held.forEach(reference -> reference.setScheduledDeliveryTime(LATER));

        found.addScheduled(held);

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), ids());
    }

    @Test
    void aMessageOfHigherPriorityThatIsInItsPageAsWellIsThereOnce() {
        List<MessageReference> seen = new ArrayList<>(references(900, 900));
        seen.addAll(references(1, 2));
        seen.addAll(references(901, 901));
        found.addWaiting(seen);
        List<MessageReference> urgent = references(1_001, 1_001);
        urgent.get(0).getMessage().setPriority((byte) 9);
        found.addWaiting(urgent);
        found.addPaged(1, paged(1_001));

        QueueListing listing = found.inOrder(null);

        assertEquals(List.of(1_001L, 900L, 1L, 2L, 901L), ids(listing));
        assertEquals(0, listing.paged().size());
    }

    @Test
    void whateverTheLooksShowEachMessageIsThereOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            FoundMessages any = new FoundMessages();
            Map<Long, MessageReference> expected = new HashMap<>();
            List<MessageReference> queue = references(1, random.nextInt(200) + 1, random);
            List<MessageReference> scheduled = references(501, 500 + random.nextInt(10), random);
            scheduled.stream()
                    .filter(reference -> random.nextBoolean())
                    .forEach(reference -> reference.getMessage().setScheduledDeliveryTime(LATER));
            long next = 1_000;
            for (int look = random.nextInt(4); look >= 0; look--) {
                any.addWaiting(List.copyOf(queue));
                any.addScheduled(List.copyOf(scheduled));
                queue.forEach(reference -> expected.put(reference.getMessageID(), reference));
                scheduled.forEach(reference -> expected.put(reference.getMessageID(), reference));
                queue.removeIf(reference -> random.nextInt(4) == 0);
                queue.addAll(references(next, next + random.nextInt(50), random));
                next += 100;
                if (random.nextInt(3) == 0) {
                    Collections.shuffle(queue, random);
                }
                List<MessageReference> due = scheduled.stream()
                        .filter(reference -> random.nextBoolean())
                        .toList();
                scheduled.removeAll(due);
                queue.addAll(random.nextInt(queue.size() + 1), due);
            }
            expected.keySet().forEach(id -> any.addPaged(id, paged(id)));
            any.addPaged(next, paged(next));

            QueueListing listing = any.inOrder(null);

            assertEquals(expected.keySet(), new HashSet<>(ids(listing)), () -> "seed " + seed);
            assertEquals(expected.size(), listing.references().size(), () -> "seed " + seed);
            listing.references().forEach(each -> assertEquals(expected.get(each.getMessageID()), each));
            assertEquals(1, listing.paged().size(), () -> "seed " + seed);
            assertEquals(next, listing.paged().id(0));
        }
    }

    private List<Long> ids() {
        return ids(found.inOrder(null));
    }

    private static List<Long> ids(QueueListing listing) {
        return listing.references().stream().map(MessageReference::getMessageID).toList();
    }

    private static List<MessageReference> references(long first, long last, Random priorities) {
        List<MessageReference> references = references(first, last);
        references.forEach(reference -> reference.getMessage().setPriority((byte) priorities.nextInt(10)));
        return references;
    }

    private static List<MessageReference> references(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> MessageReference.Factory.createReference(new CoreMessage(id, 32), null))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<MessageReference> scheduled(long id) {
        List<MessageReference> references = references(id, id);
        references.get(0).getMessage().setScheduledDeliveryTime(LATER);
        return references;
    }

    private static PagedMessage paged(long id) {
        return new PagedMessageImpl(new CoreMessage(id, 32), new long[0]);
    }
}
