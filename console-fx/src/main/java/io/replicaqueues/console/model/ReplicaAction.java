// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.ConnectionFailure;

/** What can be done with a replica. */
public enum ReplicaAction {
    START(ActionKind.START) {
        @Override
        String on(BrokerConnection broker, String queue) throws ConnectionFailure {
            broker.start(queue);
            return "";
        }
    },
    STOP(ActionKind.STOP) {
        @Override
        String on(BrokerConnection broker, String queue) throws ConnectionFailure {
            broker.stop(queue);
            return "";
        }
    },
    VERIFY(ActionKind.VERIFY) {
        @Override
        String on(BrokerConnection broker, String queue) throws ConnectionFailure {
            return broker.verify(queue).getDetail();
        }
    },
    DISCONNECT(ActionKind.DISCONNECT) {
        @Override
        String on(BrokerConnection broker, String queue) throws ConnectionFailure {
            return broker.disconnect(queue).getDetail();
        }
    };

    private final ActionKind kind;

    ReplicaAction(ActionKind kind) {
        this.kind = kind;
    }

    /** What it is in the list of what was done. */
    public ActionKind kind() {
        return kind;
    }

    /**
     * Does it. Blocks.
     *
     * @return what the broker reports; empty if it has nothing to say
     */
    abstract String on(BrokerConnection broker, String queue) throws ConnectionFailure;

    /** Whether it makes sense for a replica as it is now. */
    public boolean suits(ReplicaRow row) {
        if (!row.broker().canAct() || row.sight().freshness() == Freshness.GONE) {
            return false;
        }
        return switch (row.sight().reading().state()) {
            case STOPPED -> this == START || this == DISCONNECT;
            case FAILED -> this == START || this == DISCONNECT || this == STOP;
            case CONNECTING, CATCHING_UP -> this == STOP || this == DISCONNECT;
            case LIVE -> this != START;
            case DISCONNECTED -> false;
        };
    }
}
