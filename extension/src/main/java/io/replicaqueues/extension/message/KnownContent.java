// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.function.LongPredicate;

/** What is known of a queue's content otherwise, for a {@link QueueSnapshot} to tell whether it has overlooked something. */
public interface KnownContent {

    /** Nothing is known. */
    KnownContent NOTHING = seen -> false;

    /**
     * Whether a message that is in the queue was not seen; asked by one thread at a time, on the executor of the snapshot.
     *
     * @param seen whether a look has seen the message of an id
     */
    boolean lacks(LongPredicate seen);
}
