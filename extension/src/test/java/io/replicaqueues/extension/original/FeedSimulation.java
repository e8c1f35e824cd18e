// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.message.PagedList;
import io.replicaqueues.extension.message.QueueListing;
import io.replicaqueues.extension.wire.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A queue, a {@link ChangeFeed} and what a replica holds that applies every frame at once, driven by random steps. Each
 * step checks what must hold at any moment.
 */
final class FeedSimulation {

    static final int PRIORITIES = 3;

    private final Random random;
    private final int maxChanges;
    private final boolean racingHooks;

    private final Map<Long, Message> original = new LinkedHashMap<>();
    private final Map<Long, Long> replica = new LinkedHashMap<>();
    private final ArrayDeque<Long> withoutFingerprint = new ArrayDeque<>();
    private ChangeFeed feed;
    private long lastId;

    /** In the queue or gone again; the hook of their addition is still to be called. */
    private final Map<Long, Message> unannounced = new LinkedHashMap<>();

    /** Gone before the replica was told of them: it must never be. */
    private final Set<Long> elided = new HashSet<>();

    /** What a snapshot under way has seen; null if there is none. */
    private Map<Long, Message> seen;

    private final Set<Long> seenByCatchUp = new HashSet<>();
    private int catchUps;

    /** @param racingHooks whether the hook of a removal may be called before that of the addition */
    FeedSimulation(Random random, int maxChanges, boolean racingHooks) {
        this.random = random;
        this.maxChanges = maxChanges;
        this.racingHooks = racingHooks;
        this.feed = new ChangeFeed(maxChanges, Long.MAX_VALUE);
        for (int i = random.nextInt(20); i > 0; i--) {
            Message message = newMessage();
            original.put(message.getMessageID(), message);
        }
        replica.put(++lastId, 1L);
        beginCatchUp();
    }

    void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> add();
            case 4, 5 -> remove();
            case 6 -> announce();
            case 7 -> look();
            case 8 -> computeFingerprint();
            case 9, 10 -> frame();
            default -> {
                if (random.nextInt(15) == 0) {
                    reconnect();
                } else if (random.nextInt(15) == 0) {
                    burst();
                }
            }
        }
        long pending = feed.state().pending() + feed.state().catchUpRemaining();
        assertTrue(pending <= maxChanges + original.size() + replica.size(), () -> pending + " changes pending");
        if (seen == null && unannounced.isEmpty() && !feed.overflowed()) {
            assertEquals(original.size(), feed.state().depth());
        }
    }

    /** Lets the feed and the replica come to rest. */
    void drain() {
        announceAll();
        for (int i = 0; i < 10_000 && !isAtRest(); i++) {
            look();
            frame();
            computeFingerprint();
        }
        assertTrue(isAtRest(), "comes to rest");
    }

    private boolean isAtRest() {
        return seen == null && feed.isEmpty() && !feed.overflowed() && withoutFingerprint.isEmpty();
    }

    Set<Long> idsOfOriginal() {
        return original.keySet();
    }

    Set<Long> idsOfReplica() {
        return replica.keySet();
    }

    List<Long> orderOfOriginal(int priority) {
        return ofPriority(original.keySet(), priority);
    }

    List<Long> orderOfReplica(int priority) {
        return ofPriority(replica.keySet(), priority);
    }

    ChangeFeed.State state() {
        return feed.state();
    }

    Digest digestOfReplica() {
        Digest.Accumulator digest = new Digest.Accumulator();
        replica.forEach(digest::add);
        return digest.digest();
    }

    int catchUps() {
        return catchUps;
    }

    // The original queue and its hooks.

    private void add() {
        Message message = newMessage();
        long id = message.getMessageID();
        original.put(id, message);
        if (racingHooks && random.nextInt(4) == 0) {
            unannounced.put(id, message);
        } else {
            feed.added(id, message);
        }
    }

    private void remove() {
        List<Long> ids = new ArrayList<>(original.keySet());
        if (ids.isEmpty()) {
            return;
        }
        long id = ids.get(random.nextInt(ids.size()));
        if (unannounced.containsKey(id) && seen == null && seenByCatchUp.contains(id)) {
            // A hook that is later than that is left to the check of parity.
            announce(id);
        }
        remove(id);
    }

    private void remove(long id) {
        original.remove(id);
        if (!replica.containsKey(id)) {
            elided.add(id);
        }
        feed.removed(id);
    }

    private void announce() {
        Iterator<Long> ids = unannounced.keySet().iterator();
        if (ids.hasNext()) {
            announce(ids.next());
        }
    }

    private void announceAll() {
        new ArrayList<>(unannounced.keySet()).forEach(this::announce);
    }

    private void announce(long id) {
        feed.added(id, unannounced.remove(id));
    }

    private void burst() {
        for (int i = 0; i <= maxChanges; i++) {
            add();
        }
    }

    private Message newMessage() {
        lastId += random.nextInt(20) == 0 ? 1L << 31 : 1;
        return new CoreMessage(lastId, 64).setPriority((byte) random.nextInt(PRIORITIES));
    }

    // The session.

    private void reconnect() {
        feed.close();
        feed = new ChangeFeed(maxChanges, Long.MAX_VALUE);
        for (int i = random.nextInt(10); i > 0; i--) {
            add();
            remove();
        }
        beginCatchUp();
    }

    private void beginCatchUp() {
        catchUps++;
        announceAll();
        elided.clear();
        withoutFingerprint.clear();
        feed.startRecording();
        seen = new LinkedHashMap<>(original);
    }

    /** The second look of a snapshot, which ends it. */
    private void look() {
        if (seen == null) {
            return;
        }
        original.forEach(seen::putIfAbsent);
        QueueListing content = listing(seen.values());
        seenByCatchUp.clear();
        seenByCatchUp.addAll(seen.keySet());
        seen = null;
        QueueListing kept = feed.startCatchUp(content, Roaring64Bitmap.bitmapOf(ids(replica)));
        kept.references().forEach(reference -> withoutFingerprint.add(reference.getMessageID()));
        for (int i = 0; i < kept.paged().size(); i++) {
            withoutFingerprint.add(kept.paged().id(i));
        }
    }

    /** The newest messages are in pages, some of them or none, where they stand by age alone. */
    private QueueListing listing(Collection<Message> messages) {
        long firstPaged = random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(lastId + 1);
        List<MessageReference> inMemory = messages.stream()
                .filter(message -> message.getMessageID() < firstPaged)
                .sorted(Comparator.<Message>comparingInt(message -> -message.getPriority())
                        .thenComparingLong(Message::getMessageID))
                .map(message -> MessageReference.Factory.createReference(message, null))
                .toList();
        PagedList paged = new PagedList();
        messages.stream()
                .mapToLong(Message::getMessageID)
                .filter(id -> id >= firstPaged)
                .sorted()
                .forEach(id -> paged.add(id, id));
        return new QueueListing(null, inMemory, paged);
    }

    private void computeFingerprint() {
        Long id = withoutFingerprint.poll();
        if (id != null) {
            feed.fingerprinted(id, fingerprintOf(id));
        }
    }

    private void frame() {
        if (seen != null) {
            return;
        }
        if (feed.overflowed()) {
            assertEquals(Roaring64Bitmap.bitmapOf(ids(replica)), feed.heldIds());
            beginCatchUp();
            return;
        }
        Roaring64Bitmap removals = feed.takeRemovals(1 + random.nextInt(5));
        for (LongIterator each = removals.getLongIterator(); each.hasNext(); ) {
            long id = each.next();
            assertTrue(replica.remove(id) != null, () -> "removal of " + id + ", which the replica does not hold");
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            PendingAddition addition = feed.poll();
            if (addition == null) {
                break;
            }
            send(addition.id());
        }
        if (feed.state().digestKnown()) {
            assertEquals(digestOfReplica(), feed.state().digest());
        }
    }

    private void send(long id) {
        assertFalse(elided.contains(id), () -> "message " + id + " came and went, and is sent all the same");
        boolean goesMeanwhile = original.containsKey(id) && !unannounced.containsKey(id) && random.nextInt(10) == 0;
        if (goesMeanwhile) {
            original.remove(id);
            feed.removed(id);
        }
        if (goesMeanwhile && random.nextBoolean()) {
            feed.notSent(id);
            return;
        }
        feed.sent(id, fingerprintOf(id));
        assertTrue(replica.put(id, fingerprintOf(id)) == null, () -> "message " + id + " is sent twice");
    }

    private static long fingerprintOf(long id) {
        return id * 31 + 7;
    }

    private List<Long> ofPriority(Set<Long> ids, int priority) {
        return ids.stream()
                .filter(id -> original.get(id).getPriority() == priority)
                .toList();
    }

    private static long[] ids(Map<Long, ?> messages) {
        return messages.keySet().stream().mapToLong(Long::longValue).toArray();
    }
}
