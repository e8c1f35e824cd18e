// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static io.replicaqueues.extension.original.TestedFeed.ids;
import static io.replicaqueues.extension.original.TestedFeed.listing;
import static io.replicaqueues.extension.original.TestedFeed.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverlookedAdditionsTest {

    private final TestedFeed tested = new TestedFeed();
    private final ChangeFeed feed = tested.feed();

    @Test
    void theyComeWhereTheyBelongAmongWhatTheListingShows() {
        feed.startRecording();
        for (long id = 11; id <= 15; id++) {
            tested.add(id);
        }
        tested.startCatchUp(List.of(message(1), message(11), message(14)), ids());

        assertEquals(List.of(1L, 11L, 12L, 13L, 14L, 15L), tested.sendAll());
    }

    @Test
    void theyAreNotSentOnceTheyHaveLeft() {
        feed.startRecording();
        for (long id = 11; id <= 14; id++) {
            tested.add(id);
        }
        feed.removed(12);
        tested.startCatchUp(List.of(message(11), message(14)), ids());
        feed.removed(13);

        assertEquals(List.of(11L, 14L), tested.sendAll());
        assertTrue(feed.isEmpty());
    }

    @Test
    void theyDoNotWaitForWhatTheListingShowsAtAnotherPriority() {
        feed.startRecording();
        feed.added(11, message(11, 9));
        feed.added(12, message(12, 4));
        feed.added(13, message(13, 9));
        tested.startCatchUp(List.of(message(13, 9)), ids());

        assertEquals(List.of(11L, 13L, 12L), tested.sendAll());
    }

    @Test
    void theyComeBeforeWhatTheListingShowsAheadOfTheHooks() {
        feed.startRecording();
        tested.add(11);
        tested.add(12);
        tested.add(13);
        tested.startCatchUp(List.of(message(1), message(11), message(14), message(13)), ids());

        assertEquals(List.of(1L, 11L, 12L, 14L, 13L), tested.sendAll());
    }

    @Test
    void theyComeBeforePagesThatShowYoungerMessages() {
        feed.startRecording();
        tested.add(11);
        tested.add(12);
        feed.startCatchUp(listing(List.of(message(1)), 12), ids());

        assertEquals(List.of(1L, 11L, 12L), tested.sendAll());
    }
}
