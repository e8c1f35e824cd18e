// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.extension.original.OriginalBroker;
import io.replicaqueues.extension.replica.ReplicaQueue;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * The figures of replicas and originals for the metrics plugin of the broker, if it has one: they come and go with what
 * they measure. Safe on any thread.
 */
interface ReplicationMeters {

    /** A replica exists now. */
    void created(ReplicaQueue replica);

    /** A replica has become an ordinary queue; to be told before there can be another of its name. */
    void disconnected(ReplicaQueue replica);

    /** The replicas of an original queue have come or gone. */
    void followersChanged(String queue);

    /** The broker is no longer active. */
    void close();

    /** Looks whether the broker has a metrics plugin; where it has none, no class of Micrometer need be there. */
    static ReplicationMeters of(ActiveMQServer server, OriginalBroker original) {
        return server.getMetricsManager() == null ? new Unmetered() : MicrometerMeters.of(server, original);
    }

    /** Nobody wants to know. */
    record Unmetered() implements ReplicationMeters {

        @Override
        public void created(ReplicaQueue replica) {}

        @Override
        public void disconnected(ReplicaQueue replica) {}

        @Override
        public void followersChanged(String queue) {}

        @Override
        public void close() {}
    }
}
