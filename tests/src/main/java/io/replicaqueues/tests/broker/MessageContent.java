// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import jakarta.jms.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;

/**
 * One message as an AMQP client sees it, every section of it, as text by field. Immutable.
 *
 * <p>Left out is only what a broker sets anew for each delivery: the delivery count, the ingress time, and how
 * much of the time to live is left (that there is one counts; when it ends is
 * {@code properties.absolute-expiry-time}).
 *
 * @param fields values with their types by field, such as {@code application-properties.price} →
 *     {@code Integer 5}; a field that is missing from the message is missing here
 */
public record MessageContent(SortedMap<String, String> fields) {

    private static final String INGRESS_TIME = "x-opt-ingress-time";

    /** Makes an immutable copy. */
    public MessageContent {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** What an AMQP client received. */
    public static MessageContent of(Message message) {
        Sections sections = Sections.of(message);
        SortedMap<String, String> fields = new TreeMap<>();
        header(fields, sections.header() == null ? new Header() : sections.header());
        if (sections.deliveryAnnotations() != null) {
            putAll(
                    fields,
                    "delivery-annotations",
                    sections.deliveryAnnotations().getValue());
        }
        if (sections.messageAnnotations() != null) {
            putAll(fields, "message-annotations", sections.messageAnnotations().getValue());
            fields.remove("message-annotations." + INGRESS_TIME);
        }
        if (sections.properties() != null) {
            properties(fields, sections.properties());
        }
        if (sections.applicationProperties() != null) {
            putAll(
                    fields,
                    "application-properties",
                    sections.applicationProperties().getValue());
        }
        body(fields, sections.body());
        if (sections.footer() != null) {
            putAll(fields, "footer", sections.footer().getValue());
        }
        return new MessageContent(fields);
    }

    /** The first field, by name, that differs: {@code FIELD is A in the original, B in the replica}. */
    Optional<String> firstDifference(MessageContent replica) {
        TreeSet<String> names = new TreeSet<>(fields.keySet());
        names.addAll(replica.fields.keySet());
        return names.stream()
                .filter(name -> !field(name).equals(replica.field(name)))
                .findFirst()
                .map(name ->
                        name + " is " + field(name) + " in the original, " + replica.field(name) + " in the replica");
    }

    /** Value of a field, {@code nothing} if the message has no such field. */
    public String field(String name) {
        return fields.getOrDefault(name, "nothing");
    }

    /** The id its sender gave it, {@code nothing} if none. */
    String messageId() {
        return field("properties.message-id");
    }

    /** What a reader recognises the message by. */
    String description() {
        String producer = field("application-properties." + MixedMessages.PRODUCER);
        String sequence = field("application-properties." + MixedMessages.SEQUENCE);
        return "message " + messageId() + " (producer " + producer + ", sequence " + sequence + ")";
    }

    private static void header(SortedMap<String, String> fields, Header header) {
        fields.put("header.durable", AmqpText.of(Boolean.TRUE.equals(header.getDurable())));
        fields.put(
                "header.priority",
                header.getPriority() == null ? "4" : header.getPriority().toString());
        if (header.getTtl() != null) {
            fields.put("header.ttl", "set");
        }
    }

    private static void properties(SortedMap<String, String> fields, Properties properties) {
        put(fields, "properties.message-id", properties.getMessageId());
        put(fields, "properties.user-id", properties.getUserId());
        put(fields, "properties.to", properties.getTo());
        put(fields, "properties.subject", properties.getSubject());
        put(fields, "properties.reply-to", properties.getReplyTo());
        put(fields, "properties.correlation-id", properties.getCorrelationId());
        put(fields, "properties.content-type", properties.getContentType());
        put(fields, "properties.content-encoding", properties.getContentEncoding());
        put(fields, "properties.absolute-expiry-time", instant(properties.getAbsoluteExpiryTime()));
        put(fields, "properties.creation-time", instant(properties.getCreationTime()));
        put(fields, "properties.group-id", properties.getGroupId());
        put(fields, "properties.group-sequence", properties.getGroupSequence());
        put(fields, "properties.reply-to-group-id", properties.getReplyToGroupId());
    }

    private static void body(SortedMap<String, String> fields, Section body) {
        if (body instanceof Data data) {
            fields.put("body", "Data " + AmqpText.of(data.getValue()));
        } else if (body instanceof AmqpValue value) {
            fields.put("body", "AmqpValue " + AmqpText.of(value.getValue()));
        } else if (body instanceof AmqpSequence sequence) {
            fields.put("body", "AmqpSequence " + AmqpText.of(sequence.getValue()));
        }
    }

    /** A date as text has no milliseconds, an instant has. */
    private static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }

    private static void putAll(SortedMap<String, String> fields, String section, Map<?, ?> values) {
        values.forEach((key, value) -> fields.put(section + "." + key, AmqpText.of(value)));
    }

    private static void put(SortedMap<String, String> fields, String name, Object value) {
        if (value != null) {
            fields.put(name, AmqpText.of(value));
        }
    }
}
