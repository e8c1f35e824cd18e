// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.DataMessage;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.RequestChecksum;
import io.replicaqueues.extension.wire.WireException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;

/** One request of a replica as it arrived, found undamaged; for the thread that received it. */
final class ControlRequest {

    private static final String NO_REQUEST = "not a request for a replica feed";
    private static final Set<String> KINDS =
            Set.of(Protocol.OPEN, Protocol.HOLD, Protocol.FOLLOW, Protocol.VERIFY, Protocol.MARK);
    private static final Pattern FEED_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private final Message message;
    private final byte[] body;

    private ControlRequest(Message message, byte[] body) {
        this.message = message;
        this.body = body;
    }

    /** @throws ActiveMQException if the message is no request, or not as it was sent, whatever it is */
    static ControlRequest of(Message message) throws ActiveMQException {
        try {
            ControlRequest request = new ControlRequest(message, DataMessage.contentOf(message, Protocol.MAX_REQUEST));
            request.requireKindAndFeed();
            request.requireUndamaged();
            request.requireKnownKind();
            return request;
        } catch (WireException e) {
            throw new ActiveMQIllegalStateException(NO_REQUEST + ": " + e.getMessage());
        } catch (RuntimeException e) {
            throw new ActiveMQIllegalStateException(NO_REQUEST + ": it cannot be decoded");
        }
    }

    private void requireKindAndFeed() throws WireException {
        if (kind() == null || feed() == null) {
            throw new WireException("it names no kind or no feed");
        }
    }

    /** Not before it is known to be undamaged: then the replica asks again. */
    private void requireKnownKind() throws WireException {
        if (!KINDS.contains(kind()) || !FEED_ID.matcher(feed()).matches()) {
            throw new WireException("its kind or its feed is none that a replica names");
        }
    }

    private void requireUndamaged() throws ActiveMQException {
        if (isOpen() && version() != Protocol.VERSION) {
            // Another version may have another checksum or none: that it is another one is the better answer.
            return;
        }
        Object announced = property(Protocol.CHECKSUM);
        if (!Integer.valueOf(RequestChecksum.of(this::property, body)).equals(announced)) {
            throw new ActiveMQIllegalStateException(Protocol.DAMAGED_REQUEST + ": its checksum is wrong");
        }
    }

    String kind() {
        return text(Protocol.REQUEST);
    }

    boolean isOpen() {
        return Protocol.OPEN.equals(kind());
    }

    String feed() {
        return text(Protocol.FEED);
    }

    /** The replica's protocol version; 0 if it does not say. */
    int version() {
        return property(Protocol.VERSION_KEY) instanceof Integer version ? version : 0;
    }

    byte[] body() {
        return body;
    }

    String required(String key) throws ActiveMQException {
        String value = text(key);
        if (value == null || value.isBlank()) {
            throw lacks(key);
        }
        // They come into lines of the log.
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new ActiveMQIllegalStateException("a request has a control character in '" + key + "'");
        }
        return value;
    }

    /** The value, or an empty text. */
    String optional(String key) {
        String value = text(key);
        return value == null ? "" : value;
    }

    long requiredNumber(String key) throws ActiveMQException {
        if (property(key) instanceof Long value) {
            return value;
        }
        throw lacks(key);
    }

    private ActiveMQException lacks(String key) {
        return new ActiveMQIllegalStateException("a request to " + kind() + " lacks '" + key + "'");
    }

    private String text(String key) {
        return property(key) instanceof String text ? text : null;
    }

    /** What is no value that a replica sends counts as not there. */
    private Object property(String key) {
        Object value = message.getObjectProperty(key);
        return value instanceof String || value instanceof Integer || value instanceof Long ? value : null;
    }
}
