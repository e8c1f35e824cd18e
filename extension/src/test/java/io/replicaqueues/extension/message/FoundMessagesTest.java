// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;

/** What several looks at one queue find, while messages come, go and return in between. */
class FoundMessagesTest {

    private static final int ROUNDS = 200;

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
        found.addScheduled(references(5, 5));
        assertTrue(found.contains(3));
        assertTrue(found.contains(5));
        assertFalse(found.contains(4));

        found.addWaiting(references(4, 4));

        assertTrue(found.contains(4));
    }

    @Test
    void aScheduledMessageThatHasBecomeDueIsThereOnceAndAmongTheOthers() {
        List<MessageReference> due = references(3, 3);
        found.addWaiting(references(1, 2));
        found.addScheduled(due);

        found.addWaiting(due);

        assertEquals(List.of(1L, 2L, 3L), ids());
    }

    @Test
    void whateverTheLooksShowEachMessageIsThereOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            FoundMessages any = new FoundMessages();
            Map<Long, MessageReference> expected = new LinkedHashMap<>();
            List<MessageReference> queue = new ArrayList<>(references(1, random.nextInt(200) + 1));
            long next = 1_000;
            for (int look = random.nextInt(4); look >= 0; look--) {
                any.addWaiting(List.copyOf(queue));
                queue.forEach(reference -> expected.putIfAbsent(reference.getMessageID(), reference));
                queue.removeIf(reference -> random.nextInt(4) == 0);
                queue.addAll(references(next, next + random.nextInt(50)));
                next += 100;
                if (random.nextInt(3) == 0) {
                    Collections.shuffle(queue, random);
                }
            }

            List<MessageReference> inOrder = any.inOrder(null).references();

            assertEquals(expected.size(), inOrder.size(), () -> "seed " + seed);
            inOrder.forEach(reference -> assertEquals(expected.get(reference.getMessageID()), reference));
        }
    }

    private List<Long> ids() {
        return found.inOrder(null).references().stream()
                .map(MessageReference::getMessageID)
                .toList();
    }

    private static List<MessageReference> references(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(id -> MessageReference.Factory.createReference(new CoreMessage(id, 32), null))
                .toList();
    }
}
