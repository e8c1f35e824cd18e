// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SyncModeTest {

    private static final long TIMEOUT_MILLIS = 60_000;

    private final TestedFeed tested = new TestedFeed();
    private final SyncMode sync = new SyncMode(
            new FeedRequest("feed", "orders", "node2", "orders", true, "", "connection", "127.0.0.1:1"),
            TIMEOUT_MILLIS,
            new CaptureEpochs(),
            () -> {});

    @Test
    void producersWaitWhileTheBodyOfALargeMessageIsOnItsWayAndTheReplicaIsToldSo() {
        assertFalse(advance(false));
        assertTrue(advance(true));

        assertTrue(advance(false));
    }

    @Test
    void nobodyWaitsOnceItIsDegradedOrHasEnded() {
        assertTrue(advance(true));
        sync.degrade("it fell too far behind");
        assertFalse(advance(false));
        assertFalse(advance(true), "not before another timeout is over");

        sync.end("its feed has ended");
        assertFalse(advance(true));
    }

    private boolean advance(boolean live) {
        return sync.advance(live, tested.feed().state(), tested.feed()::captured, 0);
    }
}
