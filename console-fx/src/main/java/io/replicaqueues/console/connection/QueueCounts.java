// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

/**
 * How many messages a queue has, and how many of them a browse does not show. Immutable.
 *
 * @param messages all of them
 * @param delivering with a consumer that has not acknowledged them yet
 * @param scheduled not due yet
 */
public record QueueCounts(long messages, long delivering, long scheduled) {

    /** Messages that a browse passes over. */
    public long hidden() {
        return delivering + scheduled;
    }

    /** Messages that a browse shows. */
    public long browsable() {
        return Math.max(0, messages - hidden());
    }

    static QueueCounts of(Attributes attributes) throws ConnectionFailure {
        return new QueueCounts(
                attributes.number("MessageCount"),
                attributes.number("DeliveringCount"),
                attributes.number("ScheduledCount"));
    }
}
