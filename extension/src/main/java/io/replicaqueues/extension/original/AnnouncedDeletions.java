// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * The queues of this broker that are being deleted: a replica that comes now would be shown what is left of their
 * content. Safe for all threads.
 */
final class AnnouncedDeletions {

    private final Map<Queue, DeletionWatch> watches = new ConcurrentHashMap<>();

    void announced(Queue queue) {
        DeletionWatch watch = new DeletionWatch();
        watch.announced();
        watches.put(queue, watch);
    }

    void done(Queue queue) {
        watches.remove(queue);
    }

    boolean isPending(Queue queue) {
        return watches.containsKey(queue);
    }

    /** To be called by one thread at every heartbeat: forgets deletions that come to nothing. */
    void heartbeat() {
        watches.entrySet().removeIf(each -> each.getValue().isOver());
    }
}
