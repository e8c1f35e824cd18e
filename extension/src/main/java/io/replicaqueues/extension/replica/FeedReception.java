// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.WireException;

/**
 * Takes the changes of one feed: applies them in their order, confirms them when they are in the journal, and compares
 * digests. Confined to the replica's executor.
 */
final class FeedReception {

    private final Holding holding;
    private final Standstill standstill;
    private final ReplicaMeters meters;
    private final SyncClaim claim;
    private final ParityKeeper parity;
    private final Listener listener;

    private long framesReceived;
    private boolean ended;

    FeedReception(
            Holding holding,
            Standstill standstill,
            ReplicaMeters meters,
            SyncClaim claim,
            ParityKeeper parity,
            Listener listener) {
        this.holding = holding;
        this.standstill = standstill;
        this.meters = meters;
        this.claim = claim;
        this.parity = parity;
        this.listener = listener;
    }

    /** Hears how far the replica has come, and what prevents it from going on. */
    interface Listener {

        /** Something of a frame has been applied. */
        void progressed();

        /** The replica is at this position, which is in the journal. */
        void reached(FeedPosition position);

        /** There is no room for more. */
        void full(String lack);

        /** The feed cannot be gone on with; the queue is to be read before another. */
        void broken(String reason);
    }

    /** Nothing more is heard of what is still on its way into the journal. */
    void end() {
        ended = true;
    }

    /** Frames that have come so far, the latest included. */
    long framesReceived() {
        return framesReceived;
    }

    void take(Changes frame, AmqpDelivery delivery, int size) {
        long arrived = System.nanoTime();
        FeedPosition position = frame.position();
        meters.received(size, position, arrived);
        claim.received(position);
        framesReceived++;
        long number = framesReceived;
        long changesBefore = meters.changes();
        try {
            standstill.keep();
            requireNext(position);
            boolean[] proved = new boolean[1];
            holding.applier().apply(frame, () -> {
                delivery.accept();
                if (!ended) {
                    stored(position, arrived, proved[0], number == framesReceived);
                }
            });
            progressed(changesBefore, position, arrived);
            Digest mine = holding.index().digest();
            proved[0] = position.digestKnown() && position.digest().equals(mine);
            if (position.digestKnown() && !proved[0]) {
                parity.repair(position, mine);
            }
        } catch (NoRoomException e) {
            progressed(changesBefore, position, arrived);
            listener.full(e.getMessage());
        } catch (AlteredMessageException e) {
            holding.invalidate();
            parity.altered(e);
        } catch (Exception e) {
            holding.invalidate();
            listener.broken("changes could not be applied: " + e.getMessage());
        }
    }

    private void requireNext(FeedPosition position) throws WireException {
        if (position.frame() != framesReceived) {
            throw new WireException("frame " + position.frame() + " came where " + framesReceived + " was due");
        }
    }

    private void progressed(long changesBefore, FeedPosition position, long arrived) {
        if (meters.changes() != changesBefore) {
            meters.applied(position, arrived);
            listener.progressed();
        }
    }

    private void stored(FeedPosition position, long arrived, boolean proved, boolean lastReceived) {
        meters.stored(position, arrived, lastReceived);
        listener.reached(position);
        claim.stored(position);
        parity.stored(proved);
    }
}
