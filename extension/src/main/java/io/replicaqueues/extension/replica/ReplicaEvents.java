// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.mbeans.ReplicaState;

/** Hears what happens to the replicas; called on their executors, must not block. */
public interface ReplicaEvents {

    /** A replica exists now. */
    void created(ReplicaQueue replica);

    /** A replica has become an ordinary queue. */
    void disconnected(ReplicaQueue replica);

    /**
     * A replica has gone from one state to another.
     *
     * @param reason a sentence
     */
    void stateChanged(ReplicaQueue replica, ReplicaState before, ReplicaState after, String reason);

    /** The attribute {@code Acknowledgement} has another text. */
    void acknowledgementChanged(ReplicaQueue replica, String before, String after, String reason);

    void parityChanged(ReplicaQueue replica, boolean inParity, String reason);
}
