// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.RequestChecksum;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;

/** One request of a replica as it arrived, found undamaged; for the thread that received it. */
final class ControlRequest {

    private final Message message;
    private final byte[] body;

    private ControlRequest(Message message, byte[] body) {
        this.message = message;
        this.body = body;
    }

    /** @throws ActiveMQException if the message is no request, or not as it was sent */
    static ControlRequest of(Message message) throws ActiveMQException {
        ControlRequest request = new ControlRequest(message, bodyOf(message));
        if (request.text(Protocol.REQUEST) == null || request.text(Protocol.FEED) == null) {
            throw new ActiveMQIllegalStateException("not a request for a replica feed");
        }
        request.requireUndamaged();
        return request;
    }

    private static byte[] bodyOf(Message message) {
        ActiveMQBuffer buffer = message.toCore().getReadOnlyBodyBuffer();
        byte[] body = new byte[buffer.readableBytes()];
        buffer.readBytes(body);
        return body;
    }

    private void requireUndamaged() throws ActiveMQException {
        Object announced = message.getObjectProperty(Protocol.CHECKSUM);
        if (announced == null && isOpen() && version() != Protocol.VERSION) {
            // Another version may know no checksum: that it is another one is the better answer.
            return;
        }
        if (!Integer.valueOf(RequestChecksum.of(message::getObjectProperty, body))
                .equals(announced)) {
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
        return message.getObjectProperty(Protocol.VERSION_KEY) instanceof Integer version ? version : 0;
    }

    byte[] body() {
        return body;
    }

    String required(String key) throws ActiveMQException {
        String value = text(key);
        if (value == null || value.isBlank()) {
            throw lacks(key);
        }
        return value;
    }

    /** The value, or an empty text. */
    String optional(String key) {
        String value = text(key);
        return value == null ? "" : value;
    }

    long requiredNumber(String key) throws ActiveMQException {
        if (message.getObjectProperty(key) instanceof Long value) {
            return value;
        }
        throw lacks(key);
    }

    private ActiveMQException lacks(String key) {
        return new ActiveMQIllegalStateException("a request to " + kind() + " lacks '" + key + "'");
    }

    private String text(String key) {
        Object value = message.getObjectProperty(key);
        return value == null ? null : value.toString();
    }
}
