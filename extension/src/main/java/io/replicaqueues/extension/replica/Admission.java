// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.extension.wire.Welcome;
import java.util.Optional;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether an original that welcomes the replica is followed: the known one is, another only if an operator has
 * said so, and then it replaces the content. Confined to the replica's executor.
 */
final class Admission {

    private static final Logger LOGGER = LoggerFactory.getLogger(Admission.class);

    private final ReplicaCondition condition;
    private final KnownOriginal known;
    private final Queue queue;
    private final Holding holding;

    Admission(ReplicaCondition condition, KnownOriginal known, Queue queue, Holding holding) {
        this.condition = condition;
        this.known = known;
        this.queue = queue;
        this.holding = holding;
    }

    /** An original is not to be followed without a person; the message is the line for the operator. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private RefusedException(String reason) {
            super(reason);
        }
    }

    /**
     * Takes an original, and stores who it is.
     *
     * @throws RefusedException if it is not to be followed
     * @throws Exception if it could not be stored
     */
    void admit(Welcome welcome) throws Exception {
        Optional<String> objection = known.objection(welcome, holding.index().ids());
        if (objection.isPresent()) {
            if (!condition.definition().allowsAnotherOriginal()) {
                throw new RefusedException(objection.get());
            }
            makeWayFor(welcome);
        }
        known.remember(welcome);
    }

    /** What is held of the original before does not count. */
    private void makeWayFor(Welcome welcome) throws RefusedException {
        Optional<String> obstacle = QueueSettings.obstacle(welcome.settings(), queue);
        if (obstacle.isPresent()) {
            throw notAccepted("replica queue " + queue.getName() + " " + obstacle.get()
                    + ", and that cannot be changed: disconnect() it, and create another replica");
        }
        try {
            LOGGER.info("Replica queue {} accepts another original and replaces its content", queue.getName());
            holding.makeWayFor(new Identity(welcome.nodeId(), welcome.queueId()));
        } catch (Exception e) {
            throw notAccepted(e.getMessage());
        }
    }

    private static RefusedException notAccepted(String reason) {
        return new RefusedException("the new original could not be accepted: " + reason);
    }

    /** The original's settings were changed; they are to act after {@code disconnect()}. */
    void takeSettings(Welcome welcome) {
        try {
            known.remember(welcome);
        } catch (Exception e) {
            LOGGER.warn(
                    "The changed settings of the original of replica queue {} could not be stored", queue.getName(), e);
        }
    }
}
