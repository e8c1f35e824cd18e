// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import io.replicaqueues.extension.message.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * Everything an embedded broker's queue holds, read from the queue itself: what a browser shows, and what it does not,
 * that is scheduled messages and those that a consumer holds. Immutable; to be taken while the queue is at rest.
 *
 * <p>Messages are compared by everything a client can see of them, bodies of large ones included; the mark that a
 * replica's message bears is no part of that.
 *
 * @param inQueue waiting, paged or held by a consumer, by priority and then in the queue's order. A message that waits
 *     for its redelivery counts as waiting: when it was delivered is no property of the message
 * @param scheduled to be delivered later by the sender's wish, in the order they become due
 * @param held how many of {@code inQueue} a consumer holds
 * @param paged how many of {@code inQueue} are in pages only
 */
public record StoredContent(List<Stored> inQueue, List<Stored> scheduled, int held, int paged) {

    private static final long PATIENCE_SECONDS = 30;

    /** Makes immutable copies. */
    public StoredContent {
        inQueue = List.copyOf(inQueue);
        scheduled = List.copyOf(scheduled);
    }

    /**
     * One message.
     *
     * @param fingerprint over its full content
     * @param due when it is to be delivered; 0 if at once
     * @param description for an error text; without influence on equality
     */
    public record Stored(long fingerprint, long due, String description) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Stored stored && fingerprint == stored.fingerprint && due == stored.due;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(fingerprint);
        }
    }

    /** Reads a queue. */
    public static StoredContent of(EmbeddedBroker broker, String queueName) {
        Queue queue = broker.server().locateQueue(SimpleString.of(queueName));
        if (queue == null) {
            throw new AssertionError("Broker " + broker.name() + " has no queue " + queueName);
        }
        return new Reading(queue).content();
    }

    /** All messages, scheduled ones last. */
    public int size() {
        return inQueue.size() + scheduled.size();
    }

    /**
     * Compares every message, in the queues' order.
     *
     * @throws AssertionError with one line that names the first difference
     */
    public static void assertSame(StoredContent original, StoredContent replica) {
        original.firstDifference(replica).ifPresent(text -> {
            throw new AssertionError("Original and replica differ: " + text);
        });
    }

    /** The first difference in one line; empty if there is none. */
    public Optional<String> firstDifference(StoredContent replica) {
        return difference("in the queue", inQueue, replica.inQueue)
                .or(() -> difference("scheduled", scheduled, replica.scheduled));
    }

    private static Optional<String> difference(String where, List<Stored> original, List<Stored> replica) {
        if (original.equals(replica)) {
            return Optional.empty();
        }
        String counts = original.size() + " messages against " + replica.size() + " " + where + ": ";
        List<Stored> missing = without(original, replica);
        if (!missing.isEmpty()) {
            return Optional.of(counts + "the replica lacks " + missing.get(0).description());
        }
        List<Stored> unexpected = without(replica, original);
        if (!unexpected.isEmpty()) {
            return Optional.of(
                    counts + "only the replica has " + unexpected.get(0).description());
        }
        int position = 0;
        while (original.get(position).equals(replica.get(position))) {
            position++;
        }
        return Optional.of(counts + "the order differs at position " + position + ": the original has "
                + original.get(position).description() + ", the replica "
                + replica.get(position).description());
    }

    private static List<Stored> without(List<Stored> all, List<Stored> others) {
        Map<Stored, Long> left = others.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        return all.stream().filter(each -> left.merge(each, -1L, Long::sum) < 0).toList();
    }

    /** One look into a queue. */
    private static final class Reading {

        private final Queue queue;
        private final Map<Long, MessageReference> waiting = new LinkedHashMap<>();
        private final Map<Long, MessageReference> held = new LinkedHashMap<>();
        private final Map<Long, MessageReference> paged = new LinkedHashMap<>();
        private List<MessageReference> scheduled;

        Reading(Queue queue) {
            this.queue = queue;
            underTheQueuesLock(() -> {
                each(queue.iterator(), reference -> waiting.put(reference.getMessageID(), reference));
                scheduled = queue.getScheduledMessages();
            });
            queue.getDeliveringMessages().values().stream()
                    .flatMap(List::stream)
                    .filter(reference -> !waiting.containsKey(reference.getMessageID()))
                    .forEach(reference -> held.put(reference.getMessageID(), reference));
            if (queue.getPageSubscription() != null
                    && queue.getPageSubscription().isPaging()) {
                each(queue.browserIterator(), this::browsed);
            }
        }

        private void browsed(MessageReference reference) {
            long id = reference.getMessageID();
            if (!waiting.containsKey(id) && !held.containsKey(id)) {
                paged.put(id, reference);
            }
        }

        private void underTheQueuesLock(Runnable read) {
            CountDownLatch done = new CountDownLatch(1);
            queue.flushOnIntermediate(() -> {
                read.run();
                done.countDown();
            });
            try {
                if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("Queue " + queue.getName() + " was not at rest in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        private static void each(LinkedListIterator<MessageReference> references, Consumer<MessageReference> into) {
            try (references) {
                while (references.hasNext()) {
                    MessageReference reference = references.next();
                    if (reference != null) {
                        into.accept(reference);
                    }
                }
            }
        }

        StoredContent content() {
            List<MessageReference> memory = new ArrayList<>(waiting.values());
            memory.addAll(held.values());
            scheduled.stream()
                    .filter(reference -> !isByTheSendersWish(reference))
                    .forEach(memory::add);
            // The sort is stable: what has no sequence of its own stays where the queue has it.
            memory.sort(Comparator.comparingLong(MessageReference::getSequence));
            Map<Integer, List<Stored>> byPriority = new TreeMap<>(Comparator.reverseOrder());
            memory.addAll(paged.values());
            for (MessageReference reference : memory) {
                byPriority
                        .computeIfAbsent((int) reference.getMessage().getPriority(), priority -> new ArrayList<>())
                        .add(stored(reference, 0));
            }
            return new StoredContent(
                    byPriority.values().stream().flatMap(List::stream).toList(),
                    scheduled.stream()
                            .filter(Reading::isByTheSendersWish)
                            .map(reference -> stored(reference, reference.getScheduledDeliveryTime()))
                            .toList(),
                    held.size(),
                    paged.size());
        }

        private static boolean isByTheSendersWish(MessageReference reference) {
            Long wish = reference.getMessage().getScheduledDeliveryTime();
            return wish != null && wish == reference.getScheduledDeliveryTime();
        }

        private static Stored stored(MessageReference reference, long due) {
            Message message = reference.getMessage();
            try {
                return new Stored(Fingerprint.ofFullContent(message), due, description(message));
            } catch (ActiveMQException e) {
                throw new AssertionError("Message " + message.getMessageID() + " cannot be read", e);
            }
        }

        private static String description(Message message) {
            return "message " + message.getMessageID() + " of user id " + message.getUserID() + " and priority "
                    + message.getPriority() + ", number "
                    + message.getObjectProperty(SimpleString.of(MixedMessages.SEQUENCE)) + " of producer "
                    + message.getObjectProperty(SimpleString.of(MixedMessages.PRODUCER));
        }
    }
}
