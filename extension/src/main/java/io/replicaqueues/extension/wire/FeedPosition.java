// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

/**
 * What the original says of itself at the end of a frame of changes.
 *
 * @param frame number of the frame in its feed, from 1
 * @param originalDepth messages in the original queue when the frame was written
 * @param catchUpRemaining messages of the catch-up still to be sent; 0 when live
 * @param pending changes known to the original that are not in this frame or an earlier one
 * @param ageMillis age in milliseconds of the oldest change in this frame, or of the oldest pending one if it has none
 * @param catchingUp whether the frame belongs to a catch-up
 * @param synchronous whether every producer that has been confirmed since an earlier frame had waited for this replica,
 *     or has its messages in this frame or an earlier one
 * @param digestKnown whether {@code digest} says anything: during a catch-up it does not
 * @param digest the content the replica must hold once it has applied this frame
 */
public record FeedPosition(
        long frame,
        long originalDepth,
        long catchUpRemaining,
        long pending,
        long ageMillis,
        boolean catchingUp,
        boolean synchronous,
        boolean digestKnown,
        Digest digest) {}
