// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.console.model.BrokerClock;
import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything a broker says of a replica, in plain words. For one thread. */
final class Facts {

    private final Texts texts;
    private final Values values;
    private final ReplicaSight sight;
    private final BrokerClock clock;
    private final List<Fact> facts = new ArrayList<>();

    /**
     * One thing that is said. Immutable.
     *
     * @param group what it belongs to
     * @param key its name in the texts
     * @param value in words
     */
    record Fact(Group group, String key, String value) {}

    /** What belongs together. */
    enum Group {
        STATE,
        CONTENT,
        COUNTERS,
        PLACES
    }

    private Facts(Texts texts, Values values, ReplicaSight sight, BrokerClock clock) {
        this.texts = texts;
        this.values = values;
        this.sight = sight;
        this.clock = clock;
    }

    /** What is said of a replica now, always the same facts in the same order. */
    static List<Fact> of(Texts texts, Values values, ReplicaRow row) {
        Facts facts = new Facts(texts, values, row.sight(), row.broker().clock());
        facts.tell();
        facts.tellPlaces(
                row.broker().profile().name(), row.broker().readingProperty().get());
        return facts.facts;
    }

    /** Without where it is. */
    static List<Fact> of(Texts texts, Values values, ReplicaSight sight, BrokerClock clock) {
        Facts facts = new Facts(texts, values, sight, clock);
        facts.tell();
        return facts.facts;
    }

    private void tell() {
        ReplicaReading reading = sight.reading();
        add(Group.STATE, "state", texts.of("queue.state", reading.state()));
        add(Group.STATE, "stateSince", time(reading.stateSince()));
        add(Group.STATE, "connectedSince", time(reading.connectedSince()));
        add(Group.STATE, "acknowledgement", acknowledgement(reading.acknowledgement()));
        add(Group.STATE, "readAt", values.moment(sight.readAt()));
        add(Group.CONTENT, "inParity", parity());
        add(Group.CONTENT, "lastParityTime", time(reading.lastParityTime()));
        add(Group.CONTENT, "originalDepth", known(reading.originalDepth()));
        add(Group.CONTENT, "replicaDepth", values.count(reading.replicaDepth()));
        add(Group.CONTENT, "depthDifference", difference());
        add(Group.CONTENT, "lagMillis", reading.lagMillis() < 0 ? unknown() : values.lag(reading.lagMillis()));
        add(Group.CONTENT, "catchUpRemaining", values.count(reading.catchUpRemaining()));
        add(Group.COUNTERS, "messagesAdded", values.count(reading.messagesAdded()));
        add(Group.COUNTERS, "messagesRemoved", values.count(reading.messagesRemoved()));
        add(Group.COUNTERS, "bytesReceived", values.bytes(reading.bytesReceived()));
        add(Group.COUNTERS, "reconnects", values.count(reading.reconnects()));
        add(Group.COUNTERS, "repairs", values.count(reading.repairs()));
        add(Group.COUNTERS, "rate", values.rate(sight.rate()));
        add(Group.PLACES, "originalQueue", reading.originalQueue());
        add(Group.PLACES, "original", reading.original());
        add(Group.PLACES, "originalNodeId", orNone(reading.originalNodeId()));
        add(Group.PLACES, "queue", reading.queue());
    }

    private void tellPlaces(String broker, BrokerReading reading) {
        add(Group.PLACES, "broker", broker);
        add(Group.PLACES, "nodeId", reading == null ? Values.NONE : orNone(reading.nodeId()));
        add(Group.PLACES, "version", reading == null ? Values.NONE : orNone(reading.version()));
    }

    private void add(Group group, String key, String value) {
        facts.add(new Fact(group, key, value));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? Values.NONE : text;
    }

    private String unknown() {
        return texts.of("queue.unknown");
    }

    private String known(long count) {
        return count < 0 ? unknown() : values.count(count);
    }

    private String difference() {
        return sight.difference().isPresent()
                ? values.difference(sight.difference().getAsLong())
                : unknown();
    }

    /** Parity is claimed, or denied, only of what was just read. */
    private String parity() {
        if (sight.freshness() != Freshness.FRESH) {
            return unknown();
        }
        return texts.of(sight.reading().inParity() ? "queue.yes" : "queue.no");
    }

    private String acknowledgement(String word) {
        return switch (word) {
            case "async" -> texts.of("queue.acknowledgement.async");
            case "sync" -> texts.of("queue.acknowledgement.sync");
            case "sync (degraded)" -> texts.of("queue.acknowledgement.degraded");
            // Of an extension that knows more than this console.
            default -> word;
        };
    }

    /** How long ago it was is said only while it grows with what is read, and clocks agree. */
    private String time(Optional<Instant> time) {
        if (time.isEmpty()) {
            return Values.NONE;
        }
        String moment = values.moment(time.get());
        return sight.freshness() != Freshness.FRESH
                ? moment
                : clock.age(time.get(), sight.readAt())
                        .map(age -> texts.of("queue.time", moment, values.duration(age)))
                        .orElse(moment);
    }
}
