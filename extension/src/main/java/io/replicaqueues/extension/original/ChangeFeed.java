// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.original.UncompletedAdditions.Uncompleted;
import io.replicaqueues.extension.wire.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;
import org.apache.activemq.artemis.api.core.Message;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The changes of one original queue that one replica has still to be told of, and what it holds once it has been told
 * everything sent so far. Safe for all threads; every call holds a lock for O(1) work or for work in proportion to what
 * it hands over.
 *
 * <p>{@link #added} and {@link #removed} are called by the broker's hooks on producers' and consumers' threads; the
 * rest by the session that owns the feed. An addition that is removed before it was sent is dropped with its removal.
 * When more live additions are pending than allowed, by number or by bytes, the feed forgets them all and stops recording: it is
 * {@link #overflowed() overflowed}, and only another catch-up makes it whole.
 */
final class ChangeFeed {

    /** They cost eight bytes each, and many come while a deep queue is being listed for a catch-up. */
    private static final long GONE_PER_CHANGE = 10;

    private final int maxChanges;

    private final LinkedHashMap<Long, PendingAddition> catchUp = new LinkedHashMap<>();
    /** Comes after {@link #catchUp}, as pages come after what is in memory. */
    private final PagedBacklog pagedCatchUp = new PagedBacklog();

    private final LiveAdditions live;
    /** {@link #held} by the replica and removed from the original. */
    private final PendingRemovals removals = new PendingRemovals();

    private final GoneMessages gone = new GoneMessages();

    private final HeldMessages held = new HeldMessages();

    private boolean recording;
    private boolean overflowed;
    private long captured;
    private long capturedInMemory;

    /**
     * @param maxChanges live additions that may be pending
     * @param maxBytes of memory that they may take
     */
    ChangeFeed(int maxChanges, long maxBytes) {
        this.maxChanges = maxChanges;
        this.live = new LiveAdditions(maxChanges, maxBytes);
    }

    /** Forgets what is pending and records changes from now on; what the replica holds stays known. */
    synchronized void startRecording() {
        forgetPending();
        overflowed = false;
        recording = true;
        gone.beginListing();
    }

    /**
     * Records nothing until {@link #startRecording}. What is pending can still be taken, if that alone brings the replica
     * to the content of this moment; otherwise the feed is {@link #overflowed}.
     */
    synchronized void freeze() {
        if (gone.isListing() || !pagedCatchUp.isEmpty()) {
            overflow();
        }
        recording = false;
    }

    /** Called by the hooks when a message has come to the queue. Returns whether the session has something to do. */
    synchronized boolean added(long id, Message message) {
        if (!recording || gone.wasEarly(id) || isKnown(id)) {
            return false;
        }
        if (live.isFull()) {
            overflow();
            return true;
        }
        captured++;
        capturedInMemory += message.isPaged() ? 0 : 1;
        live.put(PendingAddition.ofChange(id, captured, System.nanoTime(), message));
        return true;
    }

    /**
     * Called by the hooks when a message has come to the queue that was {@link #added} when it was stored. It is known
     * then, unless everything was forgotten in between. Returns whether the session has something to do.
     */
    synchronized boolean completed(long id, Message message, Uncompleted known) {
        if (known.isGone()) {
            boolean unused = gone.wasEarly(id);
            return false;
        }
        return !live.contains(id) && added(id, message);
    }

    /** Called by the hooks instead of {@link #added} when a message that was to come did not, or has gone since. */
    synchronized void dropped(long id) {
        boolean unused = gone.wasEarly(id);
    }

    /** Where the addition of a message is. */
    enum Whereabouts {
        /** Still to be taken. */
        PENDING,
        /** In the frame that is being filled, or in an earlier one. */
        SENT,
        /** Neither: it came and went, or the feed is not recording. */
        NOWHERE
    }

    synchronized Whereabouts whereabouts(long id) {
        if (live.contains(id) || catchUp.containsKey(id) || pagedCatchUp.contains(id)) {
            return Whereabouts.PENDING;
        }
        return held.contains(id) ? Whereabouts.SENT : Whereabouts.NOWHERE;
    }

    /** A catch-up may see a message before the hooks show its addition. */
    private boolean isKnown(long id) {
        return held.contains(id) || catchUp.containsKey(id) || pagedCatchUp.contains(id);
    }

    /** Called by the hooks when a message has left the queue. Returns whether the session has something to do. */
    synchronized boolean removed(long id) {
        if (!recording) {
            return false;
        }
        boolean wasPending = live.remove(id) || drop(catchUp, id);
        if (held.contains(id)) {
            removals.add(id);
            return true;
        }
        if (gone.add(id, wasPending) && gone.size() > GONE_PER_CHANGE * maxChanges) {
            overflow();
            return true;
        }
        return false;
    }

    /** Changes have happened that nobody remembers. */
    synchronized void forget() {
        if (recording) {
            overflow();
        }
    }

    private void overflow() {
        forgetPending();
        recording = false;
        overflowed = true;
    }

    /**
     * Makes the difference between what the replica holds and the original's content the next thing to be sent.
     *
     * @param content every message that was in the queue at some moment since {@link #startRecording}, in queue order
     * @param claimed the ids the replica says it holds
     * @return the messages that the replica holds and keeps
     */
    QueueListing startCatchUp(QueueListing content, Roaring64Bitmap claimed) {
        QueueDifference difference = QueueDifference.between(content, claimed);
        install(claimed, difference);
        return difference.kept();
    }

    /** The ids of what the replica holds after the last frame. */
    Roaring64Bitmap heldIds() {
        return held.ids();
    }

    /** The ids of what the replica holds after the last frame, without those that a condition is true of. */
    LongArrayList heldBut(LongPredicate condition) {
        return held.idsBut(condition);
    }

    private synchronized void install(Roaring64Bitmap claimed, QueueDifference difference) {
        Map<Long, PendingAddition> missing = difference.missing();
        Roaring64Bitmap toRemove = difference.toRemove();
        pagedCatchUp.replace(difference.missingPaged());
        for (LongIterator each = claimed.getLongIterator(); each.hasNext(); ) {
            held.add(each.next());
        }
        // Whatever was removed since recording began, the snapshot may have seen before. Its addition may yet be shown.
        gone.forEachEarly(id -> {
            boolean unused = drop(missing, id);
            if (held.contains(id)) {
                toRemove.addLong(id);
            }
        });
        gone.forEachWhileListing(id -> {
            boolean unused = drop(missing, id);
        });
        gone.endListing();
        for (LongIterator removed = removals.iterator(); removed.hasNext(); ) {
            boolean unused = drop(missing, removed.next());
        }
        live.removeIf(held::contains);
        catchUp.putAll(OverlookedAdditions.insertedInto(missing, pagedCatchUp, live));
        live.removeIf(id -> catchUp.containsKey(id) || pagedCatchUp.contains(id));
        removals.addAll(toRemove);
    }

    /** Drops an addition of a catch-up; returns whether it was there. */
    private boolean drop(Map<Long, PendingAddition> inMemory, long id) {
        PendingAddition addition = inMemory.remove(id);
        if (addition != null) {
            addition.release();
            return true;
        }
        return pagedCatchUp.remove(id);
    }

    /** Takes up to {@code max} removals to be sent in the next frame; the replica no longer holds them then. */
    synchronized Roaring64Bitmap takeRemovals(int max) {
        Roaring64Bitmap taken = removals.take(max);
        for (LongIterator each = taken.getLongIterator(); each.hasNext(); ) {
            held.remove(each.next());
        }
        return taken;
    }

    /** Takes the next addition, which must be answered by {@link #sent} or {@link #notSent}; null if there is none. */
    synchronized PendingAddition poll() {
        if (!removals.isEmpty()) {
            return null;
        }
        PendingAddition next = next();
        if (next != null) {
            held.add(next.id());
        }
        return next;
    }

    private PendingAddition next() {
        if (catchUp.isEmpty() && !pagedCatchUp.isEmpty()) {
            return pagedCatchUp.poll();
        }
        if (catchUp.isEmpty()) {
            return live.poll();
        }
        Iterator<PendingAddition> additions = catchUp.values().iterator();
        PendingAddition next = additions.next();
        additions.remove();
        return next;
    }

    /** The addition is in the frame. */
    synchronized void sent(long id, long fingerprint) {
        held.fingerprinted(id, fingerprint);
    }

    /** The addition could not be sent: its message is no longer there, or never was for the replica. */
    synchronized void notSent(long id) {
        held.remove(id);
        removals.remove(id);
    }

    /** Says the fingerprint of a message that the replica holds; without effect if it is known or not held any more. */
    synchronized void fingerprinted(long id, long fingerprint) {
        held.fingerprinted(id, fingerprint);
    }

    /** Whether the replica has missed changes that are no longer known: only another catch-up helps. */
    synchronized boolean overflowed() {
        return overflowed;
    }

    synchronized boolean isEmpty() {
        return removals.isEmpty() && catchUpRemaining() == 0 && live.isEmpty();
    }

    /** The memory that live additions take which are still to be sent; without the lock. */
    long liveBytes() {
        return live.bytes();
    }

    /** A consistent view of the counters. */
    synchronized State state() {
        boolean digestKnown = held.isDigestComplete() && catchUpRemaining() == 0 && !overflowed;
        return new State(
                catchUpRemaining(),
                live.size() + removals.size(),
                held.size() - removals.size() + catchUpRemaining() + live.size(),
                nextSequence(),
                oldestNanos(),
                digestKnown,
                held.digest());
    }

    private long catchUpRemaining() {
        return catchUp.size() + pagedCatchUp.size();
    }

    private long nextSequence() {
        return live.isEmpty() ? captured + 1 : live.first().sequence();
    }

    private long oldestNanos() {
        long oldest = removals.oldestNanos();
        if (!live.isEmpty()) {
            long addition = live.first().sinceNanos();
            oldest = oldest == 0 || addition - oldest < 0 ? addition : oldest;
        }
        return oldest;
    }

    /** The number of live additions recorded so far. */
    synchronized long captured() {
        return captured;
    }

    /** Those among them that were not put into pages. */
    synchronized long capturedInMemory() {
        return capturedInMemory;
    }

    /** The queue is to be listed for a comparison with what the replica holds. */
    synchronized void beginComparison() {
        gone.beginComparison();
    }

    /**
     * To be called when all changes until the listing have been taken.
     *
     * @return what the listing may have seen although the replica never held it; null if that is not known, because
     *     changes were forgotten
     */
    synchronized LongHashSet endComparison() {
        return gone.endComparison();
    }

    /**
     * A moment in the life of a feed.
     *
     * @param additions live additions recorded until then
     * @param removals {@link PendingRemovals#known} then
     */
    record Moment(long additions, long removals) {}

    synchronized Moment now() {
        return new Moment(captured, removals.known());
    }

    /** Whether every change recorded until then has been taken, and the catch-up as well. */
    synchronized boolean hasTakenAllUntil(Moment moment) {
        return !overflowed
                && catchUpRemaining() == 0
                && nextSequence() > moment.additions
                && removals.hasTaken(moment.removals);
    }

    /** Whether the replica holds a message that has not left the queue. */
    synchronized boolean isPresent(long id) {
        return held.contains(id) && !removals.contains(id);
    }

    /** Forgets everything pending and stops recording. */
    synchronized void close() {
        forgetPending();
        recording = false;
        held.clear();
    }

    private void forgetPending() {
        catchUp.values().forEach(PendingAddition::release);
        catchUp.clear();
        pagedCatchUp.clear();
        live.clear();
        removals.clear();
        gone.clear();
    }

    /**
     * @param catchUpRemaining additions of the catch-up still to be taken
     * @param pending live changes still to be taken
     * @param depth messages in the original queue, as far as its changes are known
     * @param nextSequence sequence of the first live addition still to be taken
     * @param oldestNanos {@link System#nanoTime()} of the oldest pending live change; 0 if there is none
     * @param digestKnown whether {@code digest} covers all that the replica holds and is to hold
     * @param digest of what the replica holds after the last frame
     */
    record State(
            long catchUpRemaining,
            long pending,
            long depth,
            long nextSequence,
            long oldestNanos,
            boolean digestKnown,
            Digest digest) {}
}
