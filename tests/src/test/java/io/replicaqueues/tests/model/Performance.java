// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.model;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.model.Clients.Manner;
import io.replicaqueues.tests.model.Model.Entry;
import io.replicaqueues.tests.model.Operation.Administer;
import io.replicaqueues.tests.model.Operation.DisconnectAndFollow;
import io.replicaqueues.tests.model.Operation.EndTransaction;
import io.replicaqueues.tests.model.Operation.Ending;
import io.replicaqueues.tests.model.Operation.OpenTransaction;
import io.replicaqueues.tests.model.Operation.Receive;
import io.replicaqueues.tests.model.Operation.Send;
import io.replicaqueues.tests.model.Operation.Tamper;
import io.replicaqueues.tests.model.Operation.Wire;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMX;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.management.ObjectNameBuilder;
import org.apache.activemq.artemis.api.core.management.QueueControl;

/** Performs one sequence on the stage and keeps the model in step with what it does. For one thread. */
final class Performance {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SENT_BEFORE_A_KILL = 15;
    private static final String ELSEWHERE = "elsewhere";

    private final Stage stage;
    private final Sequence sequence;
    private final Model model;
    private final String queue;
    private final Clients clients;
    private boolean tamperedWith;
    private long repairsBefore;

    Performance(Stage stage, Sequence sequence) throws Exception {
        this.stage = stage;
        this.sequence = sequence;
        this.model = new Model(sequence.paging());
        this.queue = stage.createQueue(sequence.paging());
        this.clients = new Clients(stage.original(), queue, sequence.seed());
    }

    /** Performs every operation and the last checkpoint. */
    void perform() throws Exception {
        int position = 0;
        try {
            follow(false);
            for (Operation operation : sequence.operations()) {
                position++;
                perform(operation);
                assertSafe();
            }
            position++;
            checkpoint();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "at operation " + position + ": " + e.getMessage() + "; " + stage.condition(queue) + "; "
                            + contents(),
                    e);
        } finally {
            clients.close();
            stage.clear(queue);
        }
    }

    private String contents() {
        try {
            assertBothHoldTheModel();
            return "both queues hold what they must";
        } catch (Exception | AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void perform(Operation operation) throws Exception {
        if (operation instanceof Send send) {
            send(send);
        } else if (operation instanceof Operation.Flood flood) {
            model.added(
                    clients.send(producer(flood.producer()), flood.wire(), flood.count(), Manner.PLAIN, Ending.COMMIT));
        } else if (operation instanceof Receive receive) {
            receive(receive);
        } else if (operation instanceof OpenTransaction open) {
            open(open);
        } else if (operation instanceof EndTransaction end) {
            end(end);
        } else if (operation instanceof Operation.Expire) {
            expire();
        } else if (operation instanceof Administer administer) {
            administer(administer);
        } else if (operation instanceof Operation.Checkpoint) {
            checkpoint();
        } else if (operation instanceof Operation.RestartOriginal) {
            clients.close();
            stage.original().restart();
            afterRestart();
        } else if (operation instanceof Operation.KillOriginal kill) {
            kill(stage.original(), kill.producer(), kill.wire());
            stage.original().start();
            afterRestart();
        } else {
            performOnReplica(operation);
        }
    }

    private void performOnReplica(Operation operation) throws Exception {
        if (operation instanceof Operation.ResetLink) {
            stage.link().reset();
        } else if (operation instanceof Operation.CutLink) {
            stage.link().silence();
            stage.link().reset();
        } else if (operation instanceof Operation.FreezeLink) {
            stage.link().silence();
        } else if (operation instanceof Operation.RestoreLink) {
            restoreLink();
        } else if (operation instanceof Operation.StartReplicaBroker) {
            stage.replica().start();
        } else if (!stage.replica().isRunning()) {
            return;
        } else if (operation instanceof Operation.StopReplicaBroker) {
            stage.replica().stop();
        } else if (operation instanceof Operation.KillReplica kill) {
            kill(stage.replica(), kill.producer(), kill.wire());
        } else if (operation instanceof Operation.StopReplica) {
            bean().stop();
        } else if (operation instanceof Operation.StartReplica) {
            bean().start();
        } else if (operation instanceof Operation.Verify) {
            verify();
        } else if (operation instanceof Tamper tamper) {
            tamper(tamper);
        } else if (operation instanceof DisconnectAndFollow follow) {
            disconnectAndFollow(follow);
        } else {
            throw new IllegalArgumentException("unknown operation " + operation);
        }
    }

    private static String producer(int number) {
        return "p" + number;
    }

    private void send(Send send) throws Exception {
        Manner manner = new Manner(send.durable(), send.priority(), send.timing(), send.large());
        List<Entry> sent = clients.send(producer(send.producer()), send.wire(), send.count(), manner, send.ending());
        if (send.ending() == Ending.ROLLBACK) {
            model.uncommitted(sent);
        } else {
            model.added(sent);
        }
    }

    private void receive(Receive receive) throws Exception {
        List<String> received = clients.receive(receive.wire(), receive.count(), receive.ending());
        if (receive.ending() != Ending.ROLLBACK) {
            model.removed(received);
        }
    }

    private void open(OpenTransaction open) throws Exception {
        Clients.Transaction transaction = clients.open(open.wire(), open.sends(), open.receives(), open.durable());
        if (transaction != null) {
            model.uncommitted(transaction.sent());
        }
    }

    private void end(EndTransaction end) throws Exception {
        Clients.Transaction transaction = clients.end(end.wire(), end.commit());
        if (transaction != null && end.commit()) {
            model.added(transaction.sent());
            model.removed(transaction.received());
        }
    }

    private void expire() throws Exception {
        long last = model.lastExpiry();
        await().atMost(PATIENCE).until(() -> System.currentTimeMillis() > last);
        stage.original().server().locateQueue(SimpleString.of(queue)).expireReferences();
        long now = System.currentTimeMillis();
        await().atMost(PATIENCE).until(() -> {
            model.resolve(storedByOriginal(), now);
            return true;
        });
    }

    private void administer(Administer administer) throws Exception {
        QueueControl control = control(stage.original());
        String producer = producer(administer.producer());
        String filter = MixedMessages.PRODUCER + "='" + producer + "'";
        boolean all = administer.administration() == Operation.Administration.PURGE;
        int moved = switch (administer.administration()) {
            case PURGE -> control.removeAllMessages();
            case REMOVE_OF_PRODUCER -> control.removeMessages(filter);
            case MOVE_OF_PRODUCER -> control.moveMessages(filter, elsewhere(stage.original()));
            case EXPIRE_OF_PRODUCER -> control.expireMessages(filter);
            case DEAD_LETTER_OF_PRODUCER -> control.sendMessagesToDeadLetterAddress(filter);
        };
        int before = model.size();
        model.perhapsRemoved(entry -> all || entry.producer().equals(producer));
        model.resolve(storedByOriginal(), System.currentTimeMillis());
        if (before - model.size() < moved) {
            throw new AssertionError("the original moved " + moved + " but lacks only " + (before - model.size()));
        }
    }

    private static String elsewhere(EmbeddedBroker broker) throws Exception {
        if (broker.depth(ELSEWHERE) < 0) {
            broker.createQueue(ELSEWHERE);
        }
        return ELSEWHERE;
    }

    private QueueControl control(EmbeddedBroker broker) throws Exception {
        SimpleString name = SimpleString.of(queue);
        return JMX.newMBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                ObjectNameBuilder.create(ObjectNames.DOMAIN, broker.name(), true)
                        .getQueueObjectName(name, name, RoutingType.ANYCAST),
                QueueControl.class);
    }

    /** Kills a broker while somebody sends to the original, who goes on if that is not the broker killed. */
    private void kill(EmbeddedBroker broker, int producer, Wire wire) throws Exception {
        List<Entry> confirmed = Collections.synchronizedList(new ArrayList<>());
        List<Entry> attempted = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean sending = new AtomicBoolean(true);
        Thread sender = new Thread(
                () -> clients.sendWhile(sending::get, producer(producer), wire, confirmed, attempted), "sender");
        sender.start();
        awaitSent(confirmed, SENT_BEFORE_A_KILL, sender);
        Set<Entry> confirmedBefore = Set.copyOf(List.copyOf(confirmed));
        broker.kill();
        awaitSent(confirmed, 2 * SENT_BEFORE_A_KILL, sender);
        sending.set(false);
        sender.join(PATIENCE.toMillis());
        if (sender.isAlive()) {
            throw new AssertionError("a producer of the killed broker waits for ever");
        }
        model.added(confirmed);
        Set<Entry> unconfirmed = new HashSet<>(attempted);
        unconfirmed.removeAll(confirmed);
        model.perhapsAdded(unconfirmed);
        if (broker == stage.original()) {
            model.perhapsOutOfPlace(attempted.stream()
                    .filter(each -> !confirmedBefore.contains(each))
                    .toList());
            clients.close();
        }
    }

    private static void awaitSent(List<Entry> confirmed, int count, Thread sender) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> confirmed.size() >= count || !sender.isAlive());
    }

    /** Non-durable messages may be gone; what was paged may still be there. */
    private void afterRestart() throws Exception {
        model.perhapsRemoved(entry -> !entry.durable());
        model.resolve(storedByOriginal(), System.currentTimeMillis());
    }

    private Set<String> storedByOriginal() throws Exception {
        return new HashSet<>(StoredMessages.of(stage.original().server(), queue).ids());
    }

    private ReplicaQueueMXBean bean() {
        return stage.bean(queue);
    }

    private void verify() {
        if (bean().getState() != ReplicaState.LIVE) {
            return;
        }
        try {
            boolean equal = bean().verify().isEqual();
            if (!equal && !tamperedWith) {
                throw new AssertionError("verify() has found a difference: " + bean().getLastError());
            }
        } catch (IllegalStateException e) {
            // The link is down, though nobody may have noticed before.
        }
    }

    private void tamper(Tamper tamper) throws Exception {
        tamperedWith = true;
        QueueControl control = control(stage.replica());
        String filter = MixedMessages.PRODUCER + "='" + producer(tamper.producer()) + "'";
        switch (tamper.tampering()) {
            case PURGE -> control.removeAllMessages();
            case REMOVE_ONE -> control.removeMessages(filter + " AND " + MixedMessages.SEQUENCE + " % 3 = 0");
            case MOVE_OF_PRODUCER -> control.moveMessages(filter, elsewhere(stage.replica()));
        }
    }

    private void disconnectAndFollow(DisconnectAndFollow follow) throws Exception {
        restoreLink();
        bean().disconnect();
        if (!follow.keepQueue()) {
            stage.replica().server().destroyQueue(SimpleString.of(queue), null, false);
        }
        follow(follow.keepQueue());
    }

    /** Tries again: the connection to the original may have broken just now. */
    private void follow(boolean existingQueue) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            if (existingQueue) {
                stage.replicate(queue);
            } else {
                stage.createReplica(queue);
            }
            return true;
        });
    }

    /** What passed neither before nor after is lost with its connections. */
    private void restoreLink() throws Exception {
        stage.link().reset();
        stage.link().heal();
    }

    private void checkpoint() throws Exception {
        stage.replica().start();
        restoreLink();
        expire();
        bean().start();
        stage.awaitParity(queue);
        await().atMost(PATIENCE).untilAsserted(this::assertBothHoldTheModel);
        // That the link was reset may be noticed only now.
        VerifyReport report = await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> bean().verify(), Objects::nonNull);
        if (!report.isEqual()) {
            throw new AssertionError("verify() has found a difference where there is none");
        }
        stage.awaitParity(queue);
        assertBothHoldTheModel();
        long repairs = bean().getRepairs();
        if (!tamperedWith && repairs > repairsBefore) {
            throw new AssertionError(repairs - repairsBefore + " repairs of what nobody tampered with");
        }
        repairsBefore = repairs;
        tamperedWith = false;
    }

    private void assertBothHoldTheModel() throws Exception {
        StoredMessages ours = StoredMessages.of(stage.original().server(), queue);
        StoredMessages theirs = StoredMessages.of(stage.replica().server(), queue);
        model.assertHeldBy("the replica", theirs.ids());
        model.assertSameLinesWhereOutOfPlace(ours.ids(), theirs.ids());
        ours.contents().forEach((id, content) -> {
            if (!content.equals(theirs.contents().get(id))) {
                throw new AssertionError("message " + id + " is\n" + content + "\nin the original,\n"
                        + theirs.contents().get(id) + "\nin the replica");
            }
        });
    }

    /** Whatever state the replica is in: nothing is there twice, and nothing that was never committed. */
    private void assertSafe() throws Exception {
        if (!stage.replica().isRunning() || stage.replica().depth(queue) < 0) {
            return;
        }
        List<String> ids = StoredMessages.of(stage.replica().server(), queue).ids();
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw new AssertionError("the replica holds " + id + " twice");
            }
            if (model.isForbidden(id)) {
                throw new AssertionError("the replica shows " + id + ", which was never committed");
            }
        }
    }
}
