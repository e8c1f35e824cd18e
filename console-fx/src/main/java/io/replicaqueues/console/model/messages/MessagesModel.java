// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.QueueCounts;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ConsoleModel;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.messages.QueueSide.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * The messages of a queue, or of an original and its replica side by side, one page at a time. For the thread that owns
 * the models. Nothing is read but when {@link #read} asks for it, and once more by itself, after five seconds, where a
 * difference may have been a change on its way.
 */
public final class MessagesModel {

    private static final long SECOND_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(Condition.LAG_THAT_COUNTS + 500);

    private final ConsoleModel console;
    private final Optional<ReplicaRow> replicaRow;
    private final List<QueueSide> sides;
    private final ObservableList<MessagePair> pairs = FXCollections.observableArrayList();
    private final ObservableList<MessagePair> shownPairs = FXCollections.unmodifiableObservableList(pairs);
    private final ReadOnlyObjectWrapper<PageRequest> request =
            new ReadOnlyObjectWrapper<>(this, "request", PageRequest.FIRST);
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(this, "reading");
    private final Absences absences = new Absences();
    private final Subscription afterBatch;
    private long reads;
    private long readNanos;
    private boolean isSecondLookDue;

    /** A replica and its original. */
    public MessagesModel(ConsoleModel console, ReplicaRow replica) {
        this(
                console,
                Optional.of(replica),
                List.of(
                        new QueueSide(
                                Kind.ORIGINAL,
                                () -> replica.sight().reading().originalQueue(),
                                () -> originalBroker(console, replica)),
                        new QueueSide(Kind.REPLICA, replica::queue, () -> Optional.of(replica.broker()))));
    }

    /** Any one queue of a broker. */
    public MessagesModel(ConsoleModel console, BrokerModel broker, String queue) {
        this(console, Optional.empty(), List.of(new QueueSide(Kind.ALONE, () -> queue, () -> Optional.of(broker))));
    }

    private MessagesModel(ConsoleModel console, Optional<ReplicaRow> replica, List<QueueSide> sides) {
        this.console = console;
        this.replicaRow = replica;
        this.sides = sides;
        this.afterBatch = console.afterBatch(this::lookAgain);
    }

    /** The broker that the replica follows, if the console is connected to it: known by its node id. */
    private static Optional<BrokerModel> originalBroker(ConsoleModel console, ReplicaRow replica) {
        String nodeId = replica.sight().reading().originalNodeId();
        return console.brokers().brokers().stream()
                .filter(broker -> broker.readingProperty().get() != null)
                .filter(broker -> !nodeId.isEmpty()
                        && nodeId.equals(broker.readingProperty().get().nodeId()))
                .min((one, other) -> one.link().state().compareTo(other.link().state()));
    }

    /** The replica, where there are both sides. */
    public Optional<ReplicaRow> replica() {
        return replicaRow;
    }

    /** The queues: the original and the replica, or the only one. */
    public List<QueueSide> sides() {
        return sides;
    }

    /** The messages of the page. */
    public ObservableList<MessagePair> pairs() {
        return shownPairs;
    }

    /** Which page was asked for last. Never null. */
    public ReadOnlyObjectProperty<PageRequest> requestProperty() {
        return request.getReadOnlyProperty();
    }

    /** Whether brokers are being asked. */
    public ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Number of the last page as of the latest reading, if that can be told: not with a selector. */
    public OptionalInt lastPage() {
        PageRequest now = request.get();
        List<QueueCounts> counts =
                readings().flatMap(each -> each.counts().stream()).toList();
        if (!now.selector().isEmpty()
                || counts.isEmpty()
                || counts.size() < readings().count()) {
            return OptionalInt.empty();
        }
        long most = counts.stream().mapToLong(QueueCounts::browsable).max().orElse(0);
        return OptionalInt.of((int) Math.max(1, (most + now.size() - 1) / now.size()));
    }

    /** Whether there may be a page behind this one. */
    public boolean hasNext() {
        int size = request.get().size();
        boolean isFull = readings().anyMatch(each -> each.messages().size() >= size);
        return isFull && lastPage().orElse(Integer.MAX_VALUE) > request.get().page();
    }

    /** Reads the page that is shown once more. */
    public void read() {
        read(request.get());
    }

    /** Reads a page. What was asked for before and has not come does not count any more. */
    public void read(PageRequest wanted) {
        isSecondLookDue = true;
        readNow(wanted);
    }

    /** Lets go of the console: nothing is read any more. */
    public void close() {
        afterBatch.unsubscribe();
        reads++;
    }

    private void readNow(PageRequest wanted) {
        request.set(wanted);
        reading.set(true);
        long number = ++reads;
        List<CompletableFuture<Boolean>> answers =
                sides.stream().map(side -> readSide(side, wanted, number)).toList();
        CompletableFuture<Void> unused = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> compare(number));
    }

    /** Completes with whether that is still wanted. */
    private CompletableFuture<Boolean> readSide(QueueSide side, PageRequest wanted, long number) {
        Optional<BrokerModel> found = side.broker();
        if (found.isEmpty()) {
            side.clear();
            return CompletableFuture.completedFuture(true);
        }
        BrokerModel broker = found.get();
        String queue = side.queue();
        Optional<SideReading.Place> place = side.placeOn(broker);
        return console.ask(broker, connection -> SideReading.read(connection, side.kind(), queue, place, wanted))
                .handle((answer, failure) -> {
                    if (number != reads) {
                        return false;
                    }
                    if (failure == null) {
                        side.read(broker, answer);
                    } else {
                        side.failed((ConnectionFailure) failure);
                    }
                    return true;
                });
    }

    private void compare(long number) {
        if (number != reads) {
            return;
        }
        readNanos = System.nanoTime();
        List<QueueSide> read =
                sides.stream().filter(side -> side.state().isRead()).toList();
        if (read.size() < sides.size()) {
            // Where nothing could be read, what was shown stays, as of then.
            if (!read.isEmpty()) {
                QueueSide side = read.get(0);
                show(Comparison.alone(messages(side), side.kind() == Kind.REPLICA));
            }
            reading.set(false);
            return;
        }
        if (read.size() == 1) {
            show(Comparison.alone(messages(read.get(0)), false));
            reading.set(false);
            return;
        }
        compareBoth(number, read.get(0), read.get(1));
    }

    private void compareBoth(long number, QueueSide original, QueueSide replica) {
        Comparison comparison = new Comparison(messages(original), messages(replica));
        CompletableFuture<Search> inOriginal = search(original, comparison.onlyInReplica());
        CompletableFuture<Search> inReplica = search(replica, comparison.onlyInOriginal());
        CompletableFuture<Void> unused = CompletableFuture.allOf(inOriginal, inReplica)
                .thenRun(() -> {
                    if (number == reads) {
                        absences.begin(readNanos);
                        show(comparison.conclude(
                                new Comparison.Whole(inOriginal.join(), mayHide(original)),
                                new Comparison.Whole(inReplica.join(), mayHide(replica)),
                                new Judgement(
                                        Circumstances.of(
                                                replicaRow.orElseThrow().sight()),
                                        absences)));
                        reading.set(false);
                    }
                });
    }

    /** Never fails: where a search does, nothing is concluded from it. */
    private CompletableFuture<Search> search(QueueSide side, List<ShownMessage> wanted) {
        Optional<BrokerModel> broker = side.broker();
        Optional<SideReading> known = side.state().reading();
        if (wanted.isEmpty() || broker.isEmpty() || known.isEmpty()) {
            return CompletableFuture.completedFuture(Search.NONE);
        }
        return console.ask(
                        broker.get(),
                        connection -> SideReading.search(connection, known.get().place(), wanted))
                .exceptionally(failure -> Search.NONE);
    }

    /** A change that was on its way has arrived after five seconds: what is lacking then is worth to be told. */
    private void lookAgain() {
        boolean isSecondLook = isSecondLookDue
                && !reading.get()
                && System.nanoTime() - readNanos > SECOND_LOOK_NANOS
                && pairs.stream().anyMatch(pair -> pair.finding() == Finding.ON_ITS_WAY);
        if (isSecondLook) {
            isSecondLookDue = false;
            readNow(request.get());
        }
    }

    private void show(List<MessagePair> now) {
        if (!pairs.equals(now)) {
            pairs.setAll(now);
        }
    }

    private Stream<SideReading> readings() {
        return sides.stream().flatMap(side -> side.state().reading().stream());
    }

    private static boolean mayHide(QueueSide side) {
        return side.state().reading().map(SideReading::mayHide).orElse(true);
    }

    private static List<ShownMessage> messages(QueueSide side) {
        return side.state().reading().map(SideReading::messages).orElse(List.of());
    }
}
