// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.console.model.Notice.Kind;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notices without a window, with brokers that are read by the test and a clock that is the test's. */
class NoticesTest {

    /** Changes wait for the thread that owns the models, which is the test's. */
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

    private final ConsoleModel model = new ConsoleModel(waiting::add, Duration.ZERO);
    private final BrokerModel node2 =
            model.connect(BrokerProfile.of("node2", "node2:1099", "me"), new ScriptedBroker());
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;
    private final Notices notices = new Notices(model, () -> new Moment(time, nanos));

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void whatIsThereAtFirstIsNoNews() {
        read(live("orders", true), replica("stock", ReplicaState.FAILED, false));
        pass(60);

        assertTrue(notices.notices().isEmpty());
        assertEquals(0, notices.unreadProperty().get());
    }

    @Test
    void parityLostAndReachedAgainIsTold() {
        readFor(5, live("orders", true));
        readFor(5, live("orders", false));
        readFor(5, live("orders", true));

        assertEquals(List.of(Kind.PARITY_REACHED, Kind.PARITY_LOST), kinds());
        assertEquals(Optional.of(Condition.LAGGING), notices.notices().get(1).condition());
        assertEquals(2, notices.unreadProperty().get());
        notices.markRead();
        assertEquals(0, notices.unreadProperty().get());
    }

    @Test
    void aReplicaThatBreaksIsToldAtOnceWithItsError() {
        readFor(5, live("orders", true));
        read(replica("orders", ReplicaState.FAILED, false));

        assertEquals(List.of(Kind.BROKEN), kinds());
        assertEquals("mend it", notices.notices().get(0).detail());
    }

    @Test
    void aLostBrokerWithManyReplicasIsOneNoticeAndItsReturnAnother() {
        ReplicaReading[] many = many(200, true);
        readFor(5, many);
        node2.failed(new ConnectionFailure(Reason.UNREACHABLE, "Cannot reach node2"), time);
        pass(5);

        assertEquals(List.of(Kind.CONNECTION_LOST), kinds());
        assertEquals("Cannot reach node2", notices.notices().get(0).detail());

        readFor(5, many);
        assertEquals(List.of(Kind.CONNECTION_BACK, Kind.CONNECTION_LOST), kinds());
    }

    @Test
    void whatHappensToManyAtATimeIsOneNotice() {
        readFor(5, many(200, true));
        readFor(5, many(200, false));

        assertEquals(List.of(Kind.PARITY_LOST), kinds());
        assertEquals(200, notices.notices().get(0).subjects().size());
        assertEquals(1, notices.unreadProperty().get());
    }

    @Test
    void manyThatFollowOneAnotherJoinOneNoticeAndLaterOnesDoNot() {
        readFor(5, many(3, true));
        readFor(5, live("q0", false), live("q1", true), live("q2", true));
        readFor(5, live("q0", false), live("q1", false), live("q2", true));
        readFor(60, live("q0", false), live("q1", false), live("q2", true));
        readFor(5, many(3, false));

        assertEquals(
                List.of(1, 2),
                notices.notices().stream().map(each -> each.subjects().size()).toList());
    }

    @Test
    void aReplicaThatFlapsIsOneNotice() {
        readFor(5, live("orders", true));
        for (int i = 0; i < 40; i++) {
            readFor(1, live("orders", i % 2 == 0));
        }

        assertEquals(List.of(Kind.UNSTEADY), kinds());
    }

    @Test
    void aReplicaThatSomebodyElseDisconnectsOrCreatesIsTold() {
        readFor(5, live("orders", true));
        readFor(5, live("stock", true));

        assertEquals(2, kinds().size());
        assertTrue(kinds().containsAll(List.of(Kind.GONE, Kind.NEW)), kinds().toString());
    }

    @Test
    void whatThisPersonDidIsNoNews() {
        time = Instant.now();
        readFor(5, live("orders", true), live("stock", true));
        CompletableFuture<ActionRecord> action = model.act(ReplicaAction.DISCONNECT, node2.replica("orders"));
        await().until(() -> {
            waiting.forEach(Runnable::run);
            return action.isDone();
        });
        time = Instant.now();
        readFor(5, live("stock", true));

        assertTrue(notices.notices().isEmpty(), notices.notices().toString());
    }

    @Test
    void aBrokerThatStartsWithoutItsExtensionYetHasNotLostItsReplicas() {
        readFor(5, live("orders", true));
        node2.read(new BrokerReading("node2", "", "", false, List.of(), List.of()), new Moment(time, nanos));
        pass(10);
        readFor(5, live("orders", true));

        assertTrue(notices.notices().isEmpty(), notices.notices().toString());
    }

    @Test
    void aNoticeLeadsToItsReplicaAsLongAsThatIsThere() {
        readFor(5, live("orders", true));
        readFor(5, live("orders", false));
        Notice notice = notices.notices().get(0);
        assertEquals(Optional.of(node2.replica("orders")), notices.replica(notice));

        read();
        assertEquals(Optional.empty(), notices.replica(notice));
    }

    private List<Kind> kinds() {
        return notices.notices().stream().map(Notice::kind).toList();
    }

    private void readFor(int seconds, ReplicaReading... replicas) {
        for (int i = 0; i < seconds; i++) {
            read(replicas);
        }
    }

    private void read(ReplicaReading... replicas) {
        node2.read(new BrokerReading("node2", "id", "1", true, List.of(), List.of(replicas)), new Moment(time, nanos));
        pass(1);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            notices.look();
            nanos += Duration.ofSeconds(1).toNanos();
            time = time.plusSeconds(1);
        }
    }

    private static ReplicaReading[] many(int count, boolean inParity) {
        return IntStream.range(0, count).mapToObj(i -> live("q" + i, inParity)).toArray(ReplicaReading[]::new);
    }

    private static ReplicaReading live(String queue, boolean inParity) {
        return replica(queue, ReplicaState.LIVE, inParity);
    }

    private static ReplicaReading replica(String queue, ReplicaState state, boolean inParity) {
        return ScriptedBroker.replica(queue, state, inParity, 0, 0);
    }
}
