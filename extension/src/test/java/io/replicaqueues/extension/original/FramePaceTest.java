// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramePaceTest {

    private static final int FRAME_SIZE = 64 * 1024;
    private static final int FEW = 3;
    private static final int MANY = 4;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ChangeFeed feed = new ChangeFeed(1_000, Long.MAX_VALUE);
    private final Sent sent = new Sent();
    private final AtomicInteger woken = new AtomicInteger();
    private boolean keepingUp = true;
    private FramePace pace;

    /** What was sent, as a test says it. */
    private static final class Sent implements FramePace.Traffic {

        private boolean confirmed;
        private int changes = FEW;
        /** Sent this long from now, so that no timer ends a wait while a test looks at it. */
        private long micros = -TimeUnit.HOURS.toMicros(1);

        @Override
        public boolean isConfirmed() {
            return confirmed;
        }

        @Override
        public int changesSent() {
            return changes;
        }

        @Override
        public long nanosSinceSent() {
            return TimeUnit.MICROSECONDS.toNanos(micros);
        }
    }

    @BeforeEach
    void begin() {
        feed.startRecording();
        pace = pace(false);
    }

    private FramePace pace(boolean waitedFor) {
        SessionThread thread = new SessionThread(Runnable::run, timer, () -> false, cause -> {
            throw new AssertionError(cause);
        });
        return new FramePace(feed, sent, FRAME_SIZE, waitedFor, () -> keepingUp, thread, woken::incrementAndGet);
    }

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void changesGatherWhileAFrameIsOnItsWayAndAreSentAtTheEndOfThat() {
        assertTrue(pace.isGathering());
        assertTrue(pace.isGathering());
        assertEquals(1, timer.getQueue().size());

        waitIsOver();
        assertEquals(1, woken.get());
    }

    @Test
    void theyGatherAgainAfterwards() {
        assertTrue(pace.isGathering());
        waitIsOver();

        assertTrue(pace.isGathering());
        waitIsOver();
        assertEquals(2, woken.get());
    }

    @Test
    void aChangeIsNotDelayedWhileNothingIsOnItsWay() {
        sent.confirmed = true;

        assertFalse(pace.isGathering());
    }

    @Test
    void changesInNumbersGatherAlsoWhileNothingIsOnItsWay() {
        sent.changes = MANY;
        sent.confirmed = true;

        assertTrue(pace.isGathering());
    }

    @Test
    void changesThatProducersWaitForDoNot() {
        sent.changes = MANY;
        sent.confirmed = true;

        assertFalse(pace(true).isGathering());
    }

    @Test
    void aFullFrameDoesNotWait() {
        while (feed.liveBytes() < FRAME_SIZE) {
            assertTrue(pace.isGathering());
            addOne();
        }

        assertFalse(pace.isGathering());
    }

    @Test
    void changesThatComeOneByOneWaitForAMomentOnly() {
        sent.micros = 600;

        assertFalse(pace.isGathering());
    }

    @Test
    void changesThatComeInNumbersWaitForMore() {
        sent.changes = MANY;
        sent.micros = 600;
        assertTrue(pace.isGathering());

        sent.micros = 2_000;
        assertFalse(pace.isGathering());
    }

    @Test
    void nothingGathersForAReplicaThatDoesNotKeepUp() {
        keepingUp = false;

        assertFalse(pace.isGathering());
    }

    private void waitIsOver() {
        List<Runnable> waiting = List.copyOf(timer.getQueue());
        timer.getQueue().clear();
        waiting.forEach(Runnable::run);
    }

    private void addOne() {
        long id = feed.captured() + 1;
        assertTrue(feed.added(id, new CoreMessage(id, 1_000)));
    }
}
