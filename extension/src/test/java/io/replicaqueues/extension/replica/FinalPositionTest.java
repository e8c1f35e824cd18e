// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.FeedPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FinalPositionTest {

    private final List<CompletableFuture<Void>> asked = new ArrayList<>();
    private final FinalPosition last = new FinalPosition();
    private long framesReceived = 3;

    @Test
    void whatWasOnItsWayBeforeTheOriginalHeardIsNoLastWord() {
        ask();
        last.stored(position(4, 0, false));
        framesReceived = 5;
        asked.get(0).complete(null);
        assertEquals(2, asked.size(), "another position is asked for");
        last.stored(position(5, 0, false));
        assertFalse(last.reached().isDone());

        last.stored(position(6, 0, false));

        assertTrue(last.reached().isDone());
    }

    @Test
    void changesThatAreStillPendingAreAwaited() {
        ask();
        asked.get(0).complete(null);
        last.stored(position(4, 1, false));
        last.stored(position(5, 0, true));
        assertFalse(last.reached().isDone());

        last.stored(position(6, 0, false));

        assertTrue(last.reached().isDone());
    }

    @Test
    void nothingIsReachedUnlessAskedFor() {
        last.stored(position(4, 0, false));

        assertFalse(last.reached().isDone());
    }

    private void ask() {
        last.ask(
                () -> {
                    asked.add(new CompletableFuture<>());
                    return asked.get(asked.size() - 1);
                },
                () -> framesReceived,
                Runnable::run);
    }

    private static FeedPosition position(long frame, long pending, boolean catchingUp) {
        return new FeedPosition(frame, 0, 0, pending, 0, catchingUp, false, false, Digest.EMPTY);
    }
}
