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
        BrokerReport on(BrokerConnection broker, String queue) throws ConnectionFailure {
            broker.start(queue);
            return BrokerReport.NOTHING;
        }
    },
    STOP(ActionKind.STOP) {
        @Override
        BrokerReport on(BrokerConnection broker, String queue) throws ConnectionFailure {
            broker.stop(queue);
            return BrokerReport.NOTHING;
        }
    },
    VERIFY(ActionKind.VERIFY) {
        @Override
        BrokerReport on(BrokerConnection broker, String queue) throws ConnectionFailure {
            VerifyReport report = broker.verify(queue);
            return new BrokerReport(report.getDetail())
                    .with("originalCount", report.getOriginalCount())
                    .with("replicaCount", report.getReplicaCount())
                    .with("missing", report.getMissing())
                    .with("unexpected", report.getUnexpected())
                    .with("equal", report.isEqual());
        }
    },
    DISCONNECT(ActionKind.DISCONNECT) {
        @Override
        BrokerReport on(BrokerConnection broker, String queue) throws ConnectionFailure {
            DisconnectReport report = broker.disconnect(queue);
            return new BrokerReport(report.getDetail())
                    .with("originalDepth", report.getOriginalDepth())
                    .with("replicaDepth", report.getReplicaDepth())
                    .with("inParity", report.isInParity())
                    .with("lagMillis", report.getLagMillis());
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
     * @return what the broker reports; nothing if it has nothing to say
     */
    abstract BrokerReport on(BrokerConnection broker, String queue) throws ConnectionFailure;

    /** Whether it makes sense for a replica as it is now. */
    public boolean suits(ReplicaRow row) {
        Freshness freshness = row.sight().freshness();
        if (!row.broker().canAct() || freshness == Freshness.GONE || freshness == Freshness.UNKNOWN) {
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
