// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static io.replicaqueues.extension.original.TestedFeed.MAX_BYTES;
import static io.replicaqueues.extension.original.TestedFeed.MAX_CHANGES;
import static io.replicaqueues.extension.original.TestedFeed.ids;
import static io.replicaqueues.extension.original.TestedFeed.listing;
import static io.replicaqueues.extension.original.TestedFeed.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {

    private final TestedFeed tested = new TestedFeed();
    private final ChangeFeed feed = tested.feed();

    @Test
    void whatComesAndGoesBeforeItWasSentIsNeverSent() {
        tested.follow(List.of(), ids());
        tested.add(1);
        tested.add(2);
        feed.removed(1);

        assertEquals(ids(), feed.takeRemovals(10));
        assertEquals(List.of(2L), tested.sendAll());
    }

    @Test
    void removalsGoBeforeAdditions() {
        tested.follow(List.of(), ids());
        tested.add(1);
        tested.sendAll();
        tested.add(2);
        feed.removed(1);

        assertNull(feed.poll());
        assertEquals(ids(1), feed.takeRemovals(10));
        assertEquals(List.of(2L), tested.sendAll());
    }

    @Test
    void whatHappenedUntilAMomentIsTakenOnceItsAdditionsAndItsRemovalsAre() {
        tested.follow(List.of(message(1), message(2)), ids(1, 2));
        feed.removed(1);
        feed.removed(2);
        tested.add(3);
        ChangeFeed.Moment moment = feed.now();
        assertFalse(feed.hasTakenAllUntil(moment));

        feed.takeRemovals(1);
        assertFalse(feed.hasTakenAllUntil(moment));
        feed.takeRemovals(1);
        assertFalse(feed.hasTakenAllUntil(moment));
        feed.poll();
        assertTrue(feed.hasTakenAllUntil(moment));

        tested.add(4);
        feed.removed(3);
        assertTrue(feed.hasTakenAllUntil(moment));
    }

    @Test
    void whatHappenedUntilAMomentIsNotTakenIfItWasForgotten() {
        tested.follow(List.of(), ids());
        tested.add(1);
        ChangeFeed.Moment moment = feed.now();
        LongStream.rangeClosed(2, MAX_CHANGES + 1).forEach(tested::add);

        assertTrue(feed.overflowed());
        assertFalse(feed.hasTakenAllUntil(moment));
        tested.follow(List.of(message(1)), ids());
        assertFalse(feed.hasTakenAllUntil(moment));
        tested.sendAll();
        assertTrue(feed.hasTakenAllUntil(moment));
    }

    @Test
    void whatComesAndGoesUnsentWhileTheQueueIsListedForAComparisonIsKnown() {
        tested.follow(List.of(message(1)), ids(1));
        feed.beginComparison();
        tested.add(2);
        feed.removed(2);
        feed.removed(1);
        feed.removed(3);

        assertEquals(Set.of(2L, 3L), feed.endComparison());
        assertNull(feed.endComparison());
    }

    @Test
    void whatComesAndGoesDuringAComparisonIsNotKeptWithoutBound() {
        tested.follow(List.of(), ids());
        feed.beginComparison();
        for (long id = 1; id <= 20 * MAX_CHANGES && !feed.overflowed(); id++) {
            tested.add(id);
            feed.removed(id);
        }

        assertTrue(feed.overflowed());
        assertNull(feed.endComparison());
    }

    @Test
    void aRemovalShownBeforeItsAdditionCancelsIt() {
        tested.follow(List.of(), ids());
        feed.removed(1);
        tested.add(1);

        assertTrue(feed.isEmpty());
        assertTrue(tested.sendAll().isEmpty());
    }

    @Test
    void whatComesAndGoesWhileTheQueueIsListedIsNotSentThoughTheListingSawIt() {
        feed.startRecording();
        tested.add(1);
        feed.removed(1);
        tested.startCatchUp(List.of(message(1)), ids());

        assertTrue(feed.isEmpty());
    }

    @Test
    void theCatchUpIsTheDifference() {
        tested.follow(List.of(message(1), message(3)), ids(1, 2));

        assertEquals(ids(2), feed.takeRemovals(10));
        assertEquals(List.of(3L), tested.sendAll());
    }

    @Test
    void whatTheReplicaHoldsBehindAMissingMessageOfItsPriorityComesAgain() {
        tested.follow(List.of(message(1), message(2), message(3), message(4).setPriority((byte) 1)), ids(1, 3, 4));

        assertEquals(ids(3), feed.takeRemovals(10));
        assertEquals(List.of(2L, 3L), tested.sendAll());
    }

    @Test
    void aScheduledMessageThatIsMissingSendsNothingAgain() {
        Message scheduled = message(1).setScheduledDeliveryTime(System.currentTimeMillis() + 60_000);
        tested.follow(List.of(scheduled, message(2)), ids(2));

        assertEquals(ids(), feed.takeRemovals(10));
        assertEquals(List.of(1L), tested.sendAll());
    }

    @Test
    void whatWasRemovedDuringTheSnapshotIsNotSent() {
        feed.startRecording();
        feed.removed(1);
        feed.removed(2);
        tested.startCatchUp(List.of(message(1), message(2), message(3)), ids(2));

        assertEquals(ids(2), feed.takeRemovals(10));
        assertEquals(List.of(3L), tested.sendAll());
    }

    @Test
    void anAdditionThatTheSnapshotHasSeenAlreadyIsSentOnce() {
        feed.startRecording();
        tested.add(1);
        tested.startCatchUp(List.of(message(1), message(2)), ids());
        tested.add(2);

        assertEquals(List.of(1L, 2L), tested.sendAll());
    }

    @Test
    void anAdditionShownAfterTheSnapshotOfAMessageRemovedDuringItIsNotSent() {
        feed.startRecording();
        feed.removed(1);
        tested.startCatchUp(List.of(message(1)), ids());
        tested.add(1);

        assertTrue(feed.isEmpty());
    }

    @Test
    void anAdditionShownDuringTheSnapshotAfterItsRemovalIsNotSentThoughTheSnapshotSawIt() {
        feed.startRecording();
        feed.removed(1);
        feed.removed(2);
        tested.add(1);
        feed.dropped(2);
        tested.startCatchUp(List.of(message(1), message(2), message(3)), ids());

        assertEquals(List.of(3L), tested.sendAll());
    }

    @Test
    void moreThanTheAllowedAdditionsMakeTheFeedForgetThemAll() {
        tested.follow(List.of(), ids());
        LongStream.rangeClosed(1, MAX_CHANGES).forEach(tested::add);
        assertFalse(feed.overflowed());
        assertEquals(MAX_CHANGES, feed.state().pending());

        tested.add(MAX_CHANGES + 1);

        assertTrue(feed.overflowed());
        assertTrue(feed.isEmpty());
        assertFalse(feed.state().digestKnown());
        tested.add(MAX_CHANGES + 2);
        assertTrue(feed.isEmpty());
    }

    @Test
    void anOverflowKeepsInMindWhatTheReplicaWasStillToRemove() {
        tested.follow(List.of(message(1)), ids(1, 2));
        LongStream.rangeClosed(3, 3 + MAX_CHANGES).forEach(tested::add);
        assertTrue(feed.overflowed());

        assertEquals(ids(1, 2), feed.heldIds());
    }

    @Test
    void removalsWithoutAdditionsAreBounded() {
        tested.follow(List.of(), ids());
        LongStream.rangeClosed(1, 10 * MAX_CHANGES).forEach(feed::removed);
        assertFalse(feed.overflowed());

        feed.removed(10 * MAX_CHANGES + 1);

        assertTrue(feed.overflowed());
    }

    @Test
    void removalsOfWhatThenLooksDroppedAreForgotten() {
        tested.follow(List.of(), ids());
        for (long id = 1; id <= 20 * MAX_CHANGES; id++) {
            feed.removed(id);
            feed.dropped(id);
        }

        assertFalse(feed.overflowed());
        assertTrue(feed.isEmpty());
    }

    @Test
    void theDigestIsKnownOnceEveryFingerprintIs() {
        tested.follow(List.of(message(1), message(2)), ids(1));
        tested.sendAll();
        assertFalse(feed.state().digestKnown());

        feed.fingerprinted(1, 11);
        assertTrue(feed.state().digestKnown());
    }

    @Test
    void thePositionTellsTheDepthOfTheOriginal() {
        tested.follow(List.of(message(1), message(2), message(3)), ids(1, 9));
        assertEquals(3, feed.state().depth());
        tested.add(4);
        feed.removed(1);

        assertEquals(3, feed.state().depth());
    }

    @Test
    void nothingIsRecordedBeforeTheStartAndAfterTheEnd() {
        tested.add(1);
        feed.removed(2);
        assertTrue(feed.isEmpty());

        tested.follow(List.of(), ids());
        feed.close();
        tested.add(1);
        assertTrue(feed.isEmpty());
    }

    @Test
    void manyBytesOverflowAsManyChangesDo() {
        tested.follow(List.of(), ids());
        Message big = new CoreMessage(1, (int) MAX_BYTES);
        assertTrue(big.getMemoryEstimate() >= MAX_BYTES);
        feed.added(1, big);
        assertFalse(feed.overflowed(), "one message has room, whatever its size");

        tested.add(2);

        assertTrue(feed.overflowed());
        assertTrue(feed.isEmpty(), "nothing is held on to");
    }

    @Test
    void whatWasSentOrRemovedMakesRoom() {
        tested.follow(List.of(), ids());
        for (int id = 1; id < 10; id += 2) {
            feed.added(id, new CoreMessage(id, (int) MAX_BYTES));
            assertEquals(List.of((long) id), tested.sendAll());
            feed.added(id + 1, new CoreMessage(id + 1, (int) MAX_BYTES));
            feed.removed(id + 1);
        }
        assertFalse(feed.overflowed());
    }

    @Test
    void pagedMessagesComeAfterThoseInMemory() {
        tested.followPaged(List.of(message(9)), ids(), 1, 2);

        assertEquals(3, feed.state().catchUpRemaining());
        assertEquals(List.of(9L, 1L, 2L), tested.sendAll());
        assertTrue(feed.isEmpty());
    }

    @Test
    void aReconnectSendsOnlyWhatCameToThePagesSince() {
        tested.followPaged(List.of(), ids(1, 2, 3), 1, 2, 3, 4, 5);

        assertEquals(List.of(4L, 5L), tested.sendAll());
    }

    @Test
    void whatIsHeldBehindAMissingPagedMessageComesAgain() {
        tested.followPaged(List.of(), ids(1, 3, 4), 1, 2, 3, 4);

        assertEquals(ids(3, 4), feed.takeRemovals(10));
        assertEquals(List.of(2L, 3L, 4L), tested.sendAll());
    }

    @Test
    void pagesBehindAMessageMissingInMemoryComeAgain() {
        tested.followPaged(List.of(message(1)), ids(2), 2);

        assertEquals(ids(2), feed.takeRemovals(10));
        assertEquals(List.of(1L, 2L), tested.sendAll());
    }

    @Test
    void aPagedMessageRemovedBeforeItWasSentIsNotSent() {
        tested.followPaged(List.of(), ids(), 1, 2, 3);

        assertFalse(feed.removed(2));

        assertEquals(2, feed.state().depth());
        assertEquals(List.of(1L, 3L), tested.sendAll());
    }

    @Test
    void aPagedMessageThatComesWhileThePagesAreListedIsSentOnce() {
        feed.startRecording();
        tested.add(2);
        feed.startCatchUp(listing(List.of(), 1, 2), ids());
        assertFalse(feed.added(1, message(1)), "the hooks are late");

        assertEquals(List.of(1L, 2L), tested.sendAll());
    }

    @Test
    void aFrozenFeedKeepsWhatIsPendingAndRecordsNothingMore() {
        tested.follow(List.of(message(1), message(2)), ids(1));
        feed.removed(1);
        tested.add(3);

        feed.freeze();
        feed.removed(2);
        assertFalse(feed.added(4, message(4)));

        assertFalse(feed.overflowed());
        assertEquals(ids(1), feed.takeRemovals(10));
        assertEquals(List.of(2L, 3L), tested.sendAll());
    }

    @Test
    void aFeedThatIsFrozenBeforeItsListingOrWithPagesToBeReadKnowsNotEnough() {
        feed.startRecording();
        feed.freeze();
        assertTrue(feed.overflowed());

        tested.followPaged(List.of(), ids(), 1, 2);
        feed.freeze();
        assertTrue(feed.overflowed());
        assertTrue(feed.isEmpty());
    }
}
