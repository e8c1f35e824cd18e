// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.Queue;

/** A queue's settings as they are now; may be asked for on any thread. */
final class CurrentSettings {

    private CurrentSettings() {}

    /** The settings in the broker's JSON form. The broker notes a filter that is changed later on the queue alone. */
    static String of(Queue queue) {
        Filter filter = queue.getFilter();
        return queue.getQueueConfiguration()
                .setFilterString(filter == null ? null : filter.getFilterString())
                .toJSON();
    }
}
