// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.ReplicaSight;

/** What a replica does while it is compared, and so what a message that one side lacks can mean. */
enum Circumstances {
    /** It follows, and is not far behind: what is lacking for long does not come any more. */
    FOLLOWS_CLOSELY,
    /** It follows, and has much to do: what is lacking may come yet. */
    FOLLOWS,
    /** It does not follow at present: what is lacking is lacking. */
    RESTS,
    /** Not known. */
    UNKNOWN;

    static Circumstances of(ReplicaSight sight) {
        if (sight.freshness() != Freshness.FRESH) {
            return UNKNOWN;
        }
        return switch (sight.reading().state()) {
            case LIVE -> sight.reading().lagMillis() < Condition.LAG_THAT_COUNTS ? FOLLOWS_CLOSELY : FOLLOWS;
            case CATCHING_UP -> FOLLOWS;
            case STOPPED, CONNECTING, FAILED, DISCONNECTED -> RESTS;
        };
    }
}
