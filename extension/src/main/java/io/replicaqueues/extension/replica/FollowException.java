// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpException;
import io.replicaqueues.extension.wire.Protocol;
import java.util.concurrent.CompletionException;

/** Why an original cannot be followed; the message is one line for the operator. */
final class FollowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean needsAPerson;

    private FollowException(String message, boolean needsAPerson, Throwable cause) {
        super(message, cause);
        this.needsAPerson = needsAPerson;
    }

    /** How far a try has come, which decides what a failure means. */
    enum Step {
        CONNECT,
        REQUEST,
        FEED
    }

    static FollowException of(Throwable failure, Step step) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof FollowException known) {
            return known;
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new FollowException(
                message, !passes(message) && cause instanceof AmqpException amqp && needsAPerson(amqp, step), cause);
    }

    /** Brokers are upgraded one after the other, and what meets another version then goes on when both are. */
    private static boolean passes(String message) {
        return message.contains(Protocol.DAMAGED_REQUEST) || message.contains(Protocol.ANOTHER_VERSION);
    }

    static FollowException extensionMissing(String broker) {
        return new FollowException(
                "the extension for queue replication is not loaded on original broker " + broker
                        + ": copy its jar there and add ReplicaQueuesPlugin to broker.xml",
                true,
                null);
    }

    private static boolean needsAPerson(AmqpException failure, Step step) {
        return switch (failure.reason()) {
            case UNAUTHENTICATED, UNAUTHORIZED -> true;
            case REFUSED, NOT_FOUND -> step == Step.REQUEST;
            case UNREACHABLE, TIMEOUT, CLOSED, PROTOCOL -> false;
        };
    }

    /** Whether trying again by itself is of no use. */
    boolean needsAPerson() {
        return needsAPerson;
    }
}
