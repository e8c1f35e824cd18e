// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something a person is told: the same that happened to several at about the same time is one notice. Immutable.
 *
 * @param number counts up: a notice that grows keeps it
 * @param begun when it happened first, as the console saw it
 * @param time when it happened last
 * @param kind what happened
 * @param condition what the replicas are since; empty if it is not about a condition
 * @param subjects whom it happened to, at least one
 * @param detail of the first one: its last error, or why the link is lost; may be empty
 */
public record Notice(
        long number,
        Instant begun,
        Instant time,
        Kind kind,
        Optional<Condition> condition,
        List<Subject> subjects,
        String detail) {

    /** What happened. */
    public enum Kind {
        /** A broker cannot be reached, so nothing is known of its replicas. */
        CONNECTION_LOST,
        /** A broker that was out of reach answers again. */
        CONNECTION_BACK,
        /** In parity before, and not now. */
        PARITY_LOST,
        /** Not in parity before, and now it is. */
        PARITY_REACHED,
        /** Broken: it needs a person. */
        BROKEN,
        /** Another state, without parity before and after. */
        CHANGED,
        /** Changes back and forth. */
        UNSTEADY,
        /** A replica that was not there before. */
        NEW,
        /** No replica any more. */
        GONE
    }

    /**
     * Whom it happened to. Immutable.
     *
     * @param brokerId {@code id} of the broker's profile
     * @param broker what the person calls the broker
     * @param queue the replica queue; empty if it happened to the broker
     */
    public record Subject(String brokerId, String broker, String queue) {

        static Subject of(BrokerModel broker, String queue) {
            return new Subject(broker.profile().id(), broker.profile().name(), queue);
        }
    }

    /** Whether the same happened. */
    boolean isLike(Notice other) {
        return kind == other.kind && condition.equals(other.condition);
    }

    /** This notice, grown by another one that is like it. */
    Notice with(Notice other) {
        List<Subject> all = new ArrayList<>(subjects);
        all.addAll(other.subjects);
        return new Notice(number, begun, other.time, kind, condition, List.copyOf(all), detail);
    }
}
