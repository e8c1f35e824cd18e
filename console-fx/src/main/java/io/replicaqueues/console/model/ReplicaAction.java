// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.VerifyReport;

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
            VerifyReport report = broker.verify(queue);
            return "%s%noriginalCount %d, replicaCount %d, missing %d, unexpected %d, equal %b"
                    .formatted(
                            report.getDetail(),
                            report.getOriginalCount(),
                            report.getReplicaCount(),
                            report.getMissing(),
                            report.getUnexpected(),
                            report.isEqual());
        }
    },
    DISCONNECT(ActionKind.DISCONNECT) {
        @Override
        String on(BrokerConnection broker, String queue) throws ConnectionFailure {
            DisconnectReport report = broker.disconnect(queue);
            return "%s%noriginalDepth %d, replicaDepth %d, inParity %b, lagMillis %d"
                    .formatted(
                            report.getDetail(),
                            report.getOriginalDepth(),
                            report.getReplicaDepth(),
                            report.isInParity(),
                            report.getLagMillis());
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
     * @return what the broker reports, its sentence and then its figures by the names that they have there; empty if it has
     *     nothing to say
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
