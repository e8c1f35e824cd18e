// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.QueueCounts;
import io.replicaqueues.console.connection.QueueLocation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page of a queue as it was at one moment. Immutable.
 *
 * @param place the queue, and what does not change about it
 * @param counts of the queue just before; nothing if the user's role may not read them
 * @param messages of the page
 * @param readAt by this machine's clock
 */
public record SideReading(Place place, Optional<QueueCounts> counts, List<ShownMessage> messages, Instant readAt) {

    /** The broker shows marks no further than this, unless it is set up otherwise. */
    private static final int WITH_MARKS = 200;

    /**
     * What needs to be asked only once. Immutable.
     *
     * @param location where the queue is
     * @param limit from which on the broker cuts texts and bodies, if known
     */
    public record Place(QueueLocation location, OptionalLong limit) {}

    /** Whether there may be messages that a browse does not show. */
    public boolean mayHide() {
        return counts.map(known -> known.hidden() > 0).orElse(true);
    }

    /** Reads it. Blocks. */
    static SideReading read(
            BrokerConnection connection, QueueSide.Kind kind, String queue, Optional<Place> known, PageRequest request)
            throws ConnectionFailure {
        Place place = known.isPresent() ? known.get() : place(connection, queue);
        Optional<QueueCounts> counts = counts(connection, place.location());
        List<ShownMessage> messages = browse(connection, place, request.page(), request.size(), request.selector());
        boolean mayHaveMarks = kind == QueueSide.Kind.REPLICA && (request.page() - 1) * request.size() < WITH_MARKS;
        if (mayHaveMarks && !messages.isEmpty()) {
            messages = marked(connection, place, messages);
        }
        return new SideReading(place, counts, messages, Instant.now());
    }

    /** Looks for messages in the whole queue. Blocks. */
    static Search search(BrokerConnection connection, Place place, List<ShownMessage> wanted) throws ConnectionFailure {
        List<ShownMessage> found = browse(connection, place, 1, Search.MOST, Search.selector(wanted));
        // A message that a consumer took meanwhile was not seen although it is there.
        boolean isHiding = counts(connection, place.location())
                .map(counts -> counts.hidden() > 0)
                .orElse(true);
        return new Search(found, found.size() < Search.MOST && !isHiding);
    }

    private static List<ShownMessage> browse(
            BrokerConnection connection, Place place, int page, int size, String selector) throws ConnectionFailure {
        List<BrowsedMessage> browsed = connection.browse(place.location(), page, size, selector);
        return browsed.stream()
                .map(message -> new ShownMessage(message, place.limit(), Optional.empty()))
                .toList();
    }

    /** Where marks may not be read, messages are matched by something else. */
    private static List<ShownMessage> marked(BrokerConnection connection, Place place, List<ShownMessage> messages)
            throws ConnectionFailure {
        try {
            Map<String, String> ids = connection.originalIds(place.location());
            return messages.stream()
                    .map(shown -> new ShownMessage(
                            shown.message(),
                            shown.limit(),
                            Optional.ofNullable(ids.get(shown.message().id()))))
                    .toList();
        } catch (ConnectionFailure e) {
            return passOver(e, messages);
        }
    }

    private static Place place(BrokerConnection connection, String queue) throws ConnectionFailure {
        QueueLocation location = connection.locate(queue);
        return new Place(location, limit(connection, location));
    }

    private static OptionalLong limit(BrokerConnection connection, QueueLocation location) throws ConnectionFailure {
        try {
            int limit = connection.previewLimit(location);
            return OptionalLong.of(limit < 0 ? Long.MAX_VALUE : limit);
        } catch (ConnectionFailure e) {
            return passOver(e, OptionalLong.empty());
        }
    }

    private static Optional<QueueCounts> counts(BrokerConnection connection, QueueLocation location)
            throws ConnectionFailure {
        try {
            return Optional.of(connection.counts(location));
        } catch (ConnectionFailure e) {
            return passOver(e, Optional.empty());
        }
    }

    /** A role may browse and not read this, and a broker may not know it: the messages can be shown without. */
    private static <T> T passOver(ConnectionFailure failure, T instead) throws ConnectionFailure {
        return switch (failure.reason()) {
            case REFUSED, REJECTED, NOT_UNDERSTOOD -> instead;
            case WRONG_PASSWORD, UNREACHABLE, UNTRUSTED, WRONG_CERTIFICATE, GONE, TIMED_OUT, CLOSED -> throw failure;
        };
    }
}
