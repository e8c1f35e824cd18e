// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Collectors;

/**
 * What a whole queue has of messages that were looked for in it. Immutable.
 *
 * @param found messages that may be them
 * @param isConclusive whether what was not found is not there, among what can be browsed
 */
record Search(List<ShownMessage> found, boolean isConclusive) {

    /** Nobody looked. */
    static final Search NONE = new Search(List.of(), false);

    /** More than this do not come in one answer. */
    static final int MOST = 1_000;

    /** A selector for messages as they are on the other side: by the client's id, or by when they were sent. */
    static String selector(List<ShownMessage> wanted) {
        String ids = wanted.stream()
                .map(ShownMessage::userId)
                .filter(id -> !id.isEmpty())
                .distinct()
                .map(id -> "'" + id.replace("'", "''") + "'")
                .collect(Collectors.joining(","));
        LongSummaryStatistics times = wanted.stream()
                .filter(message -> message.userId().isEmpty())
                .map(message -> message.message().timestamp())
                .mapToLong(Instant::toEpochMilli)
                .summaryStatistics();
        String byId = "AMQUserID IN (" + ids + ")";
        if (times.getCount() == 0) {
            return byId;
        }
        String byTime =
                "(AMQUserID IS NULL AND AMQTimestamp BETWEEN " + times.getMin() + " AND " + times.getMax() + ")";
        return ids.isEmpty() ? byTime : byId + " OR " + byTime;
    }
}
