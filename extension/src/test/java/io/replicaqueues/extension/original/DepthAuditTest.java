// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;

class DepthAuditTest {

    private static final int HEARTBEATS_OF_PATIENCE = 5;

    private final TestedFeed tested = new TestedFeed();
    private final Deque<Runnable> looks = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final Session session = new Session();
    private final FollowedQueues followed = new FollowedQueues();
    private long depth;
    private final DepthAudit audit = new DepthAudit(
            new FeedRequest("feed", "orders", "node", "orders", false, "", this, "127.0.0.1:5672"),
            queue(),
            tested.feed(),
            followed,
            new SessionThread(Runnable::run, new Timer(), () -> false, Session::fail),
            session);

    @Test
    void aDepthThatFitsTwiceInSuccessionIsAccountedFor() {
        listedAtDepth(0);
        look();
        assertFalse(audit.isAccounted());
        audit.heartbeat(true);
        look();

        assertTrue(audit.isAccounted());
        assertEquals(1, session.marks);
    }

    @Test
    void whatWasFoundBeforeAnotherListingDoesNotCount() {
        listedAtDepth(0);
        audit.listed();
        look();
        look();
        assertFalse(audit.isAccounted(), "only the second look is of the second listing");

        audit.heartbeat(true);
        look();
        assertTrue(audit.isAccounted());
    }

    @Test
    void whatAListingOverlooksIsListedAgainOnce() {
        listedAtDepth(3);
        lookUntilNothingIsPlanned();
        assertEquals(1, session.missed);

        audit.listed();
        lookUntilNothingIsPlanned();
        assertEquals(1, session.missed, "patience comes next");
    }

    @Test
    void aDifferenceThatStaysTheSameMeansMissedChanges() {
        listedAtDepth(0);
        look();
        depth = 2;
        for (int i = 1; i < HEARTBEATS_OF_PATIENCE; i++) {
            audit.heartbeat(true);
            look();
        }
        assertEquals(0, session.missed);
        audit.heartbeat(true);
        look();

        assertEquals(1, session.missed);
    }

    @Test
    void aDifferenceThatNoListingMendsIsLookedIntoEverMoreSeldom() {
        listedAtDepth(3);
        lookUntilNothingIsPlanned();
        for (int i = 0; i < 100 * HEARTBEATS_OF_PATIENCE; i++) {
            int missedBefore = session.missed;
            audit.heartbeat(true);
            look();
            if (session.missed > missedBefore) {
                audit.listed();
                audit.heartbeat(false);
                lookUntilNothingIsPlanned();
            }
        }

        assertTrue(session.missed > 1, "another listing may have helped");
        assertTrue(session.missed < 10, () -> session.missed + " listings");
    }

    @Test
    void aDifferenceThatWasMendedIsNoReasonToBeSlowerNextTime() {
        for (int time = 1; time <= 3; time++) {
            listedAtDepth(0);
            look();
            audit.heartbeat(true);
            look();
            depth = 2;
            for (int i = 0; i < HEARTBEATS_OF_PATIENCE; i++) {
                audit.heartbeat(true);
                look();
            }
            assertEquals(time, session.missed);
        }
    }

    @Test
    void whatIsCountedBeforeItIsToldIsNoChangeThatWasMissed() {
        listedAtDepth(0);
        EarlyCounts early = followed();
        depth = 2;
        early.counted(3);
        early.counted(-1);
        look();
        audit.heartbeat(true);
        look();

        assertTrue(audit.isAccounted());
        assertEquals(0, session.missed);
    }

    @Test
    void whatMayBeOnItsWaySaysNothing() {
        listedAtDepth(0);
        EarlyCounts early = followed();
        look();
        depth = 1;
        early.routing();
        for (int i = 0; i <= HEARTBEATS_OF_PATIENCE; i++) {
            audit.heartbeat(true);
            look();
        }
        assertEquals(0, session.missed);
        assertFalse(audit.isAccounted());

        early.routed();
        for (int i = 0; i < HEARTBEATS_OF_PATIENCE; i++) {
            audit.heartbeat(true);
            look();
        }
        assertEquals(1, session.missed);
    }

    private EarlyCounts followed() {
        followed.add(new ChangeIntake(queue(), false, tested.feed(), null, session));
        return followed.earlyCounts(queue());
    }

    private void listedAtDepth(long messages) {
        depth = messages;
        tested.follow(List.of(), TestedFeed.ids());
        audit.listed();
    }

    private void look() {
        looks.remove().run();
    }

    private void lookUntilNothingIsPlanned() {
        look();
        while (!later.isEmpty()) {
            later.remove(0).run();
            look();
        }
    }

    private Queue queue() {
        return (Queue) Proxy.newProxyInstance(
                Queue.class.getClassLoader(),
                new Class<?>[] {Queue.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getName" -> SimpleString.of("orders");
                    case "getPageSubscription" -> null;
                    case "getMessageCount" -> depth;
                    case "isNonDestructive" -> false;
                    case "flushOnIntermediate" -> looks.add((Runnable) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final class Session implements DepthAudit.Audited {

        private int missed;
        private int marks;

        @Override
        public boolean isRecording() {
            return true;
        }

        @Override
        public void missed() {
            missed++;
        }

        @Override
        public void changed() {}

        @Override
        public void mark() {
            marks++;
        }

        private static void fail(Exception cause) {
            throw new AssertionError(cause);
        }
    }

    /** Nothing happens by itself: what is planned is kept until the test wants it. */
    private final class Timer extends ScheduledThreadPoolExecutor {

        private Timer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            later.add(command);
            return null;
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
