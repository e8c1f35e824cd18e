// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;

/** How many feeds one user may have open at the same time, over all of their connections; stateless. */
final class FeedQuota {

    /** Ten times what two brokers with a thousand queues need. */
    static final int MOST = 10_000;

    private FeedQuota() {}

    /**
     * @param open what every feed was asked for that is open now
     * @throws ActiveMQException if the user has as many feeds already, one of the same replica not counted
     */
    static void requireRoom(Stream<FeedRequest> open, FeedRequest request) throws ActiveMQException {
        long others = open.filter(other -> other.user().equals(request.user()))
                .filter(other -> !other.isFromSameReplica(request))
                .count();
        if (others >= MOST) {
            throw new ActiveMQIllegalStateException("user '" + request.user() + "' has " + MOST
                    + " feeds open on the original broker: let some of these replicas log in as another user");
        }
    }
}
