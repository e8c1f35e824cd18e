// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.apache.qpid.proton.codec.WritableBuffer;

/**
 * What a queue of a broker in this process holds, read from the broker itself and not through a client: waiting, paged,
 * scheduled and held by consumers. Immutable.
 *
 * @param ids in the queue's order; those that wait for their time come last, those held by consumers first, and after
 *     all those that were handed to one meanwhile
 * @param contents everything of each message, by its id
 */
record StoredMessages(List<String> ids, Map<String, String> contents) {

    private static final long SECONDS = 20;
    private static final String MARK = "_AMQ_ROUTE_TO";
    /** What a broker adds to a Core message when it shows it to an AMQP consumer, or forgets when it restarts. */
    private static final Set<String> NO_CONTENT = Set.of("JMS_AMQP_ContentType", "_AMQ_SCHED_DELIVERY");

    static StoredMessages of(ActiveMQServer server, String name) throws Exception {
        Queue queue = server.locateQueue(SimpleString.of(name));
        List<MessageReference> references = new ArrayList<>(heldByConsumersOf(queue));
        CompletableFuture<List<MessageReference>> waiting = new CompletableFuture<>();
        queue.flushOnIntermediate(() -> waiting.complete(waitingIn(queue)));
        references.addAll(waiting.get(SECONDS, TimeUnit.SECONDS));
        // Once more: what was handed to a consumer between the two looks was seen by neither.
        references.addAll(heldByConsumersOf(queue));
        Map<Long, MessageReference> byBrokersId = new LinkedHashMap<>();
        references.forEach(reference -> byBrokersId.putIfAbsent(reference.getMessageID(), reference));
        List<String> ids = new ArrayList<>();
        Map<String, String> contents = new LinkedHashMap<>();
        for (MessageReference reference : byBrokersId.values()) {
            String id = id(reference.getMessage());
            ids.add(id);
            contents.put(id, content(reference));
        }
        return new StoredMessages(ids, contents);
    }

    private static List<MessageReference> heldByConsumersOf(Queue queue) {
        List<MessageReference> references = new ArrayList<>();
        queue.getDeliveringMessages().values().forEach(references::addAll);
        return references;
    }

    private static List<MessageReference> waitingIn(Queue queue) {
        List<MessageReference> references = new ArrayList<>();
        addAll(queue.iterator(), references);
        if (queue.getPageSubscription() != null && queue.getPageSubscription().isPaging()) {
            addAll(queue.browserIterator(), references);
        }
        references.addAll(queue.getScheduledMessages());
        return references;
    }

    private static void addAll(LinkedListIterator<MessageReference> from, List<MessageReference> to) {
        try (from) {
            while (from.hasNext()) {
                MessageReference reference = from.next();
                if (reference != null) {
                    to.add(reference);
                }
            }
        }
    }

    private static String id(Message message) {
        return message.getObjectProperty(MixedMessages.PRODUCER) + ":"
                + message.getObjectProperty(MixedMessages.SEQUENCE);
    }

    private static String content(MessageReference reference) throws Exception {
        Message message = reference.getMessage();
        StringBuilder text = new StringBuilder();
        text.append(message.isDurable() ? "durable" : "non-durable");
        text.append(", priority ").append(message.getPriority());
        text.append(", expires ").append(message.getExpiration());
        text.append(", sent ").append(message.getTimestamp());
        text.append(", user id ").append(message.getUserID());
        text.append(", large ").append(message.isLargeMessage());
        if (message instanceof LargeServerMessage large) {
            text.append(", body ").append(hashOfBody(large));
        } else if (message instanceof AMQPMessage amqp) {
            text.append(", encoded ").append(hashOf(amqp));
            return text.toString();
        } else {
            text.append(", body ").append(hashOf(((CoreMessage) message)));
        }
        Map<String, String> properties = new TreeMap<>();
        for (SimpleString name : message.getPropertyNames()) {
            if (!name.toString().startsWith(MARK) && !NO_CONTENT.contains(name.toString())) {
                Object value = message.getObjectProperty(name);
                properties.put(name.toString(), value instanceof byte[] bytes ? Arrays.toString(bytes) : "" + value);
            }
        }
        return text.append(", properties ").append(properties).toString();
    }

    private static int hashOf(CoreMessage message) {
        var body = message.getReadOnlyBodyBuffer();
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return Arrays.hashCode(bytes);
    }

    private static int hashOf(AMQPMessage message) {
        ByteBuffer encoded = ByteBuffer.allocate(1024 * 1024);
        message.getProtonMessage().encode(WritableBuffer.ByteBufferWrapper.wrap(encoded));
        return encoded.flip().hashCode();
    }

    private static int hashOfBody(LargeServerMessage message) throws Exception {
        try (LargeBodyReader reader = message.getLargeBody().getLargeBodyReader()) {
            reader.open();
            ByteBuffer body = ByteBuffer.allocate((int) reader.getSize());
            while (body.hasRemaining()) {
                if (reader.readInto(body) <= 0) {
                    break;
                }
            }
            return Arrays.hashCode(body.array());
        }
    }
}
