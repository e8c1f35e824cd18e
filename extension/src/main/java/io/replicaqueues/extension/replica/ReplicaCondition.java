// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one replica is: its definition, its state and its meters, and the one place where state and definition change, so
 * that every change is logged, stamped, notified and, where it must survive a restart, stored. Changed on the replica's
 * executor alone, read by any thread.
 */
final class ReplicaCondition {

    private static final Logger LOGGER = LoggerFactory.getLogger(ReplicaCondition.class);

    private static final String DEGRADED = "sync (degraded)";

    private final ReplicaQueue replica;
    private final ReplicaEvents events;
    private final DefinitionStore definitions;
    private final ReplicaMeters meters;

    private volatile ReplicaDefinition definition;
    private volatile Instant storedAt = Instant.now();
    private volatile ReplicaState state;
    private volatile Instant stateSince = Instant.now();
    private volatile boolean synchronous;

    ReplicaCondition(ReplicaQueue replica, ReplicaEnvironment environment, ReplicaDefinition definition) {
        this.replica = replica;
        this.events = environment.events();
        this.definitions = environment.definitions();
        this.definition = definition;
        this.meters = new ReplicaMeters(definition.counters());
        this.state = initialState(definition);
        if (!definition.failure().isEmpty()) {
            meters.error(definition.failure());
        }
    }

    private static ReplicaState initialState(ReplicaDefinition definition) {
        if (!definition.failure().isEmpty()) {
            return ReplicaState.FAILED;
        }
        return definition.following() ? ReplicaState.CONNECTING : ReplicaState.STOPPED;
    }

    ReplicaDefinition definition() {
        return definition;
    }

    ReplicaState state() {
        return state;
    }

    boolean is(ReplicaState expected) {
        return state == expected;
    }

    Instant stateSince() {
        return stateSince;
    }

    ReplicaMeters meters() {
        return meters;
    }

    /** Goes to another state; does nothing if it is that already. */
    void become(ReplicaState next, String reason) {
        ReplicaState before = state;
        if (before == next) {
            return;
        }
        state = next;
        stateSince = Instant.now();
        if (next == ReplicaState.FAILED) {
            LOGGER.error("Replica queue {} of {} is FAILED: {}", replica.queueName(), replica.originalText(), reason);
        } else {
            LOGGER.info("Replica queue {} of {} is {}: {}", replica.queueName(), replica.originalText(), next, reason);
        }
        events.stateChanged(replica, before, next, reason);
    }

    /** Goes to {@link ReplicaState#FAILED}, which survives a restart. */
    void fail(String reason, boolean originalReplaced) {
        meters.error(reason);
        try {
            save(definition.withFollowing(true, reason, originalReplaced).withCounters(meters.counters()));
        } catch (Exception e) {
            LOGGER.warn("The failure of replica queue {} was not stored", replica.queueName(), e);
        }
        become(ReplicaState.FAILED, reason);
    }

    /** Says whether the content is proved equal at the latest position. */
    void parity(boolean proved, String reason) {
        if (meters.parity(proved)) {
            events.parityChanged(replica, proved, reason);
        }
    }

    /** Whether the original was asked to let its producers wait. */
    boolean isToBeSynchronous() {
        return definition.acknowledgement().equals(Protocol.SYNC);
    }

    boolean isDegraded() {
        return isToBeSynchronous() && !synchronous;
    }

    /** What was asked of the original, and whether it does so. */
    String acknowledgement() {
        return isDegraded() ? DEGRADED : definition.acknowledgement();
    }

    /** Says whether the original lets its producers wait for this replica; without effect unless it was asked to. */
    void synchronous(boolean waitedFor, String reason) {
        if (!isToBeSynchronous() || synchronous == waitedFor) {
            return;
        }
        String before = acknowledgement();
        synchronous = waitedFor;
        if (waitedFor) {
            LOGGER.info("Replica queue {} is {}: {}", replica.queueName(), acknowledgement(), reason);
        } else {
            LOGGER.warn("Replica queue {} is {}: {}", replica.queueName(), acknowledgement(), reason);
        }
        events.acknowledgementChanged(replica, before, acknowledgement(), reason);
    }

    void save(ReplicaDefinition changed) throws Exception {
        definitions.save(changed);
        definition = changed;
        storedAt = Instant.now();
    }

    /** When the definition was last stored. */
    Instant storedAt() {
        return storedAt;
    }

    /** Whether the counters tell of changes since they were last stored. */
    boolean hasCountersToStore() {
        return state != ReplicaState.DISCONNECTED && meters.counters().tellMoreThan(definition.counters());
    }

    /** Stores the counters as they are now. */
    void saveCounters() {
        if (state == ReplicaState.DISCONNECTED) {
            return;
        }
        try {
            save(definition.withCounters(meters.counters()));
        } catch (Exception e) {
            LOGGER.debug("The counters of replica queue {} were not stored", replica.queueName(), e);
        }
    }
}
