// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.WireException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that replicas' claims of what they hold may take on this broker, all together, by a cautious estimate. A
 * claim is a few bytes on the wire and many in memory, and nothing but the replica's word. Safe on any thread.
 */
final class ClaimMemory {

    /** An entry of the map of what the replica holds. */
    private static final long BYTES_PER_ID = 40;
    /** Ids too far apart to share a part of a bitmap, of which there are up to three at a time. */
    private static final long BYTES_PER_CONTAINER = 3 * 200;

    private final long limit;
    private final AtomicLong reserved = new AtomicLong();

    /** @param limit in bytes */
    ClaimMemory(long limit) {
        this.limit = limit;
    }

    /** Half of the memory that this broker has. */
    static ClaimMemory ofThisBroker() {
        return new ClaimMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    long reserved() {
        return reserved.get();
    }

    /** The part of one replica, nothing so far. */
    Share share() {
        return new Share();
    }

    /** What one replica has claimed until it has been brought up to date. */
    final class Share {

        private long bytes;
        private boolean released;

        /**
         * Reserves memory for a part of a claim, before it is kept anywhere.
         *
         * @throws WireException if the claim is malformed, there is not so much memory, or the share was released: nothing
         *     is reserved then
         */
        synchronized void reserveFor(byte[] ids) throws WireException {
            if (released) {
                throw new WireException("nothing can be claimed any more");
            }
            IdSetCodec.Extent extent = IdSetCodec.extentOf(ids);
            long more = ids.length + extent.ids() * BYTES_PER_ID + extent.containers() * BYTES_PER_CONTAINER;
            if (reserved.addAndGet(more) > limit) {
                reserved.addAndGet(-more);
                throw new WireException("what replicas claim to hold takes more than the " + (limit >> 20)
                        + " MiB that the original broker has for it: try again when others are up to date,"
                        + " or give it more memory");
            }
            bytes += more;
        }

        synchronized void release() {
            released = true;
            reserved.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
