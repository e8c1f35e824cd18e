// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import java.util.Optional;

/**
 * Why the original broker could not be reached or used, as one line for the operator.
 *
 * <p>Immutable, may be used by any thread. The message names the endpoint or address concerned and never holds a secret.
 */
public final class AmqpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String condition;

    AmqpException(Reason reason, String message) {
        this(reason, null, message, null);
    }

    AmqpException(Reason reason, String message, Throwable cause) {
        this(reason, null, message, cause);
    }

    AmqpException(Reason reason, String condition, String message, Throwable cause) {
        super(oneLine(message), cause);
        this.reason = reason;
        this.condition = condition;
    }

    /** Returns what kind of failure this is, for a program to decide by. */
    public Reason reason() {
        return reason;
    }

    /** Returns the AMQP error condition the peer gave, such as {@code amqp:not-found}, or empty when it gave none. */
    public Optional<String> condition() {
        return Optional.ofNullable(condition);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }

    /** What kind of failure an {@link AmqpException} reports. */
    public enum Reason {
        /** No endpoint takes a connection: unknown host, connection refused, no route. */
        UNREACHABLE,
        /** One side did not prove who it is: wrong user or password, or a certificate that is not accepted. */
        UNAUTHENTICATED,
        /** The user is known but lacks a permission. */
        UNAUTHORIZED,
        /** The address or queue does not exist on the peer. */
        NOT_FOUND,
        /** The peer, or a limit on this side, refused the request for another reason. */
        REFUSED,
        /** No answer in time. */
        TIMEOUT,
        /** The connection or link was closed, by either side, or was lost. */
        CLOSED,
        /** The peer does not speak AMQP 1.0, or not as agreed. */
        PROTOCOL
    }
}
