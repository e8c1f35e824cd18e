// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.message.PagedList;
import io.replicaqueues.extension.message.QueueListing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class ChangeFeedTest {

    private static final int MAX_CHANGES = 100;

    private static final long MAX_BYTES = 100_000;

    private final ChangeFeed feed = new ChangeFeed(MAX_CHANGES, MAX_BYTES);

    @Test
    void whatComesAndGoesBeforeItWasSentIsNeverSent() {
        follow(List.of(), ids());
        add(1);
        add(2);
        feed.removed(1);

        assertEquals(ids(), feed.takeRemovals(10));
        assertEquals(List.of(2L), sendAll());
    }

    @Test
    void removalsGoBeforeAdditions() {
        follow(List.of(), ids());
        add(1);
        sendAll();
        add(2);
        feed.removed(1);

        assertNull(feed.poll());
        assertEquals(ids(1), feed.takeRemovals(10));
        assertEquals(List.of(2L), sendAll());
    }

    @Test
    void aRemovalShownBeforeItsAdditionCancelsIt() {
        follow(List.of(), ids());
        feed.removed(1);
        add(1);

        assertTrue(feed.isEmpty());
        assertTrue(sendAll().isEmpty());
    }

    @Test
    void whatComesAndGoesWhileTheQueueIsListedIsNotSentThoughTheListingSawIt() {
        feed.startRecording();
        add(1);
        feed.removed(1);
        startCatchUp(List.of(message(1)), ids());

        assertTrue(feed.isEmpty());
    }

    @Test
    void whatAListingOverlooksComesWhereItBelongsAmongWhatItShows() {
        feed.startRecording();
        for (long id = 11; id <= 15; id++) {
            add(id);
        }
        startCatchUp(List.of(message(1), message(11), message(14)), ids());

        assertEquals(List.of(1L, 11L, 12L, 13L, 14L, 15L), sendAll());
    }

    @Test
    void whatAListingOverlooksIsNotSentOnceItHasLeft() {
        feed.startRecording();
        for (long id = 11; id <= 14; id++) {
            add(id);
        }
        feed.removed(12);
        startCatchUp(List.of(message(11), message(14)), ids());
        feed.removed(13);

        assertEquals(List.of(11L, 14L), sendAll());
        assertTrue(feed.isEmpty());
    }

    @Test
    void whatAListingOverlooksAtOnePriorityDoesNotWaitForWhatItShowsAtAnother() {
        feed.startRecording();
        feed.added(11, message(11, 9));
        feed.added(12, message(12, 4));
        feed.added(13, message(13, 9));
        startCatchUp(List.of(message(13, 9)), ids());

        assertEquals(List.of(11L, 13L, 12L), sendAll());
    }

    @Test
    void whatAListingOverlooksComesBeforeWhatItShowsAheadOfTheHooks() {
        feed.startRecording();
        add(11);
        add(12);
        add(13);
        startCatchUp(List.of(message(1), message(11), message(14), message(13)), ids());

        assertEquals(List.of(1L, 11L, 12L, 14L, 13L), sendAll());
    }

    @Test
    void whatAListingOverlooksComesBeforeThePagesThatShowYoungerMessages() {
        feed.startRecording();
        add(11);
        add(12);
        PagedList paged = new PagedList();
        paged.add(12, 0);
        feed.startCatchUp(new QueueListing(null, List.of(referenceTo(message(1))), paged), ids());

        assertEquals(List.of(1L, 11L, 12L), sendAll());
    }

    @Test
    void theCatchUpIsTheDifference() {
        follow(List.of(message(1), message(3)), ids(1, 2));

        assertEquals(ids(2), feed.takeRemovals(10));
        assertEquals(List.of(3L), sendAll());
    }

    @Test
    void whatTheReplicaHoldsBehindAMissingMessageOfItsPriorityComesAgain() {
        follow(List.of(message(1), message(2), message(3), message(4).setPriority((byte) 1)), ids(1, 3, 4));

        assertEquals(ids(3), feed.takeRemovals(10));
        assertEquals(List.of(2L, 3L), sendAll());
    }

    @Test
    void aScheduledMessageThatIsMissingSendsNothingAgain() {
        Message scheduled = message(1).setScheduledDeliveryTime(System.currentTimeMillis() + 60_000);
        follow(List.of(scheduled, message(2)), ids(2));

        assertEquals(ids(), feed.takeRemovals(10));
        assertEquals(List.of(1L), sendAll());
    }

    @Test
    void whatWasRemovedDuringTheSnapshotIsNotSent() {
        feed.startRecording();
        feed.removed(1);
        feed.removed(2);
        startCatchUp(List.of(message(1), message(2), message(3)), ids(2));

        assertEquals(ids(2), feed.takeRemovals(10));
        assertEquals(List.of(3L), sendAll());
    }

    @Test
    void anAdditionThatTheSnapshotHasSeenAlreadyIsSentOnce() {
        feed.startRecording();
        add(1);
        startCatchUp(List.of(message(1), message(2)), ids());
        add(2);

        assertEquals(List.of(1L, 2L), sendAll());
    }

    @Test
    void anAdditionShownAfterTheSnapshotOfAMessageRemovedDuringItIsNotSent() {
        feed.startRecording();
        feed.removed(1);
        startCatchUp(List.of(message(1)), ids());
        add(1);

        assertTrue(feed.isEmpty());
    }

    @Test
    void moreThanTheAllowedAdditionsMakeTheFeedForgetThemAll() {
        follow(List.of(), ids());
        LongStream.rangeClosed(1, MAX_CHANGES).forEach(this::add);
        assertFalse(feed.overflowed());
        assertEquals(MAX_CHANGES, feed.state().pending());

        add(MAX_CHANGES + 1);

        assertTrue(feed.overflowed());
        assertTrue(feed.isEmpty());
        assertFalse(feed.state().digestKnown());
        add(MAX_CHANGES + 2);
        assertTrue(feed.isEmpty());
    }

    @Test
    void anOverflowKeepsInMindWhatTheReplicaWasStillToRemove() {
        follow(List.of(message(1)), ids(1, 2));
        LongStream.rangeClosed(3, 3 + MAX_CHANGES).forEach(this::add);
        assertTrue(feed.overflowed());

        assertEquals(ids(1, 2), feed.heldIds());
    }

    @Test
    void removalsWithoutAdditionsAreBounded() {
        follow(List.of(), ids());
        LongStream.rangeClosed(1, 10 * MAX_CHANGES).forEach(feed::removed);
        assertFalse(feed.overflowed());

        feed.removed(10 * MAX_CHANGES + 1);

        assertTrue(feed.overflowed());
    }

    @Test
    void theDigestIsKnownOnceEveryFingerprintIs() {
        follow(List.of(message(1), message(2)), ids(1));
        sendAll();
        assertFalse(feed.state().digestKnown());

        feed.fingerprinted(1, 11);
        assertTrue(feed.state().digestKnown());
    }

    @Test
    void thePositionTellsTheDepthOfTheOriginal() {
        follow(List.of(message(1), message(2), message(3)), ids(1, 9));
        assertEquals(3, feed.state().depth());
        add(4);
        feed.removed(1);

        assertEquals(3, feed.state().depth());
    }

    @Test
    void nothingIsRecordedBeforeTheStartAndAfterTheEnd() {
        add(1);
        feed.removed(2);
        assertTrue(feed.isEmpty());

        follow(List.of(), ids());
        feed.close();
        add(1);
        assertTrue(feed.isEmpty());
    }

    @Test
    void manyBytesOverflowAsManyChangesDo() {
        follow(List.of(), ids());
        Message big = new CoreMessage(1, (int) MAX_BYTES);
        assertTrue(big.getMemoryEstimate() >= MAX_BYTES);
        feed.added(1, big);
        assertFalse(feed.overflowed(), "one message has room, whatever its size");

        add(2);

        assertTrue(feed.overflowed());
        assertTrue(feed.isEmpty(), "nothing is held on to");
    }

    @Test
    void whatWasSentOrRemovedMakesRoom() {
        follow(List.of(), ids());
        for (int id = 1; id < 10; id += 2) {
            feed.added(id, new CoreMessage(id, (int) MAX_BYTES));
            assertEquals(List.of((long) id), sendAll());
            feed.added(id + 1, new CoreMessage(id + 1, (int) MAX_BYTES));
            feed.removed(id + 1);
        }
        assertFalse(feed.overflowed());
    }

    @Test
    void pagedMessagesComeAfterThoseInMemory() {
        followPaged(List.of(message(9)), ids(), 1, 2);

        assertEquals(3, feed.state().catchUpRemaining());
        assertEquals(List.of(9L, 1L, 2L), sendAll());
        assertTrue(feed.isEmpty());
    }

    @Test
    void aReconnectSendsOnlyWhatCameToThePagesSince() {
        followPaged(List.of(), ids(1, 2, 3), 1, 2, 3, 4, 5);

        assertEquals(List.of(4L, 5L), sendAll());
    }

    @Test
    void whatIsHeldBehindAMissingPagedMessageComesAgain() {
        followPaged(List.of(), ids(1, 3, 4), 1, 2, 3, 4);

        assertEquals(ids(3, 4), feed.takeRemovals(10));
        assertEquals(List.of(2L, 3L, 4L), sendAll());
    }

    @Test
    void pagesBehindAMessageMissingInMemoryComeAgain() {
        followPaged(List.of(message(1)), ids(2), 2);

        assertEquals(ids(2), feed.takeRemovals(10));
        assertEquals(List.of(1L, 2L), sendAll());
    }

    @Test
    void aPagedMessageRemovedBeforeItWasSentIsNotSent() {
        followPaged(List.of(), ids(), 1, 2, 3);

        assertFalse(feed.removed(2));

        assertEquals(2, feed.state().depth());
        assertEquals(List.of(1L, 3L), sendAll());
    }

    @Test
    void aPagedMessageThatComesWhileThePagesAreListedIsSentOnce() {
        feed.startRecording();
        add(2);
        feed.startCatchUp(listing(List.of(), 1, 2), ids());
        assertFalse(feed.added(1, message(1)), "the hooks are late");

        assertEquals(List.of(1L, 2L), sendAll());
    }

    @Test
    void aFrozenFeedKeepsWhatIsPendingAndRecordsNothingMore() {
        follow(List.of(message(1), message(2)), ids(1));
        feed.removed(1);
        add(3);

        feed.freeze();
        feed.removed(2);
        assertFalse(feed.added(4, message(4)));

        assertFalse(feed.overflowed());
        assertEquals(ids(1), feed.takeRemovals(10));
        assertEquals(List.of(2L, 3L), sendAll());
    }

    @Test
    void aFeedThatIsFrozenBeforeItsListingOrWithPagesToBeReadKnowsNotEnough() {
        feed.startRecording();
        feed.freeze();
        assertTrue(feed.overflowed());

        followPaged(List.of(), ids(), 1, 2);
        feed.freeze();
        assertTrue(feed.overflowed());
        assertTrue(feed.isEmpty());
    }

    private void followPaged(List<Message> inMemory, Roaring64Bitmap claimed, long... inPages) {
        feed.startRecording();
        feed.startCatchUp(listing(inMemory, inPages), claimed);
    }

    private static QueueListing listing(List<Message> inMemory, long... inPages) {
        PagedList paged = new PagedList();
        for (long id : inPages) {
            paged.add(id, id);
        }
        return new QueueListing(
                null, inMemory.stream().map(ChangeFeedTest::referenceTo).toList(), paged);
    }

    private void follow(List<Message> content, Roaring64Bitmap claimed) {
        feed.startRecording();
        startCatchUp(content, claimed);
    }

    private void startCatchUp(List<Message> content, Roaring64Bitmap claimed) {
        feed.startCatchUp(listing(content), claimed);
    }

    private static MessageReference referenceTo(Message message) {
        MessageReference reference = MessageReference.Factory.createReference(message, null);
        reference.setScheduledDeliveryTime(message.getScheduledDeliveryTime());
        return reference;
    }

    private void add(long id) {
        feed.added(id, message(id));
    }

    private List<Long> sendAll() {
        List<Long> sent = new ArrayList<>();
        feed.takeRemovals(Integer.MAX_VALUE);
        for (PendingAddition next = feed.poll(); next != null; next = feed.poll()) {
            feed.sent(next.id(), next.id() + 10);
            sent.add(next.id());
        }
        return sent;
    }

    private static Message message(long id) {
        return message(id, 4);
    }

    private static Message message(long id, int priority) {
        return new CoreMessage(id, 64).setPriority((byte) priority);
    }

    private static Roaring64Bitmap ids(long... ids) {
        return Roaring64Bitmap.bitmapOf(ids);
    }
}
