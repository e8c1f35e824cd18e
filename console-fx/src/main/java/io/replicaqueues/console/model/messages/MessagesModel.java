// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.QueueCounts;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.console.model.ConsoleModel;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.messages.QueueSide.Kind;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper(this, "reading");
    private final Subscription afterBatch;
    private Absences absences = new Absences();
    private PageRequest asked = PageRequest.FIRST;
    private Shown shown = new Shown(PageRequest.FIRST, Map.of());
    private long reads;
    private long readNanos;
    private boolean isSecondLookDue;

    /**
     * What the messages are of that are there to be seen. Immutable.
     *
     * @param request which page
     * @param readAt when each side was read that they are from
     */
    public record Shown(PageRequest request, Map<Kind, Instant> readAt) {}

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

    /** What they are of: the latest reading that succeeded. */
    public Shown shown() {
        return shown;
    }

    /** The page that is being read; if none is, the one that is there to be seen. */
    public PageRequest page() {
        return reading.get() ? asked : shown.request();
    }

    /** Whether brokers are being asked. */
    public ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Number of the last page as of the latest reading, if that can be told: not with a selector. */
    public OptionalInt lastPage() {
        PageRequest now = page();
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
        PageRequest now = page();
        boolean isFull = readings().anyMatch(each -> each.messages().size() >= now.size());
        return isFull && lastPage().orElse(Integer.MAX_VALUE) > now.page();
    }

    /** Reads once more what was asked for last. */
    public void read() {
        read(asked);
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
        asked = wanted;
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
                show(Comparison.alone(messages(side), side.kind() == Kind.REPLICA), read);
            }
            reading.set(false);
            return;
        }
        if (read.size() == 1) {
            show(Comparison.alone(messages(read.get(0)), false), read);
            reading.set(false);
            return;
        }
        compareBoth(number, read.get(0), read.get(1));
    }

    /** Each message may have to be compared with each of the other side: that is not for the owning thread. */
    private void compareBoth(long number, QueueSide original, QueueSide replica) {
        List<ShownMessage> ofOriginal = messages(original);
        List<ShownMessage> ofReplica = messages(replica);
        CompletableFuture<Void> unused = console.workOut(() -> new Comparison(ofOriginal, ofReplica))
                .thenCompose(comparison -> searchBoth(number, original, replica, comparison))
                .exceptionally(failure -> {
                    fail(number, failure);
                    return null;
                });
    }

    private CompletableFuture<Void> searchBoth(
            long number, QueueSide original, QueueSide replica, Comparison comparison) {
        if (number != reads) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Search> inOriginal = search(original, comparison.onlyInReplica());
        CompletableFuture<Search> inReplica = search(replica, comparison.onlyInOriginal());
        return CompletableFuture.allOf(inOriginal, inReplica)
                .thenCompose(found -> conclude(
                        number,
                        comparison,
                        new Comparison.Whole(inOriginal.join(), mayHide(original)),
                        new Comparison.Whole(inReplica.join(), mayHide(replica))));
    }

    private CompletableFuture<Void> conclude(
            long number, Comparison comparison, Comparison.Whole wholeOriginal, Comparison.Whole wholeReplica) {
        if (number != reads) {
            return CompletableFuture.completedFuture(null);
        }
        Absences since = absences.copy();
        since.begin(readNanos);
        Judgement judgement =
                new Judgement(Circumstances.of(replicaRow.orElseThrow().sight()), since);
        return console.workOut(() -> comparison.conclude(wholeOriginal, wholeReplica, judgement))
                .thenAccept(concluded -> {
                    if (number == reads) {
                        absences = since;
                        show(concluded, sides);
                        reading.set(false);
                    }
                });
    }

    /** What was shown stays, as of then. */
    private void fail(long number, Throwable failure) {
        if (number == reads) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            sides.forEach(side -> side.failed((ConnectionFailure) cause));
            reading.set(false);
        }
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
                && asked.equals(shown.request())
                && System.nanoTime() - readNanos > SECOND_LOOK_NANOS
                && pairs.stream().anyMatch(pair -> pair.finding() == Finding.ON_ITS_WAY);
        if (isSecondLook) {
            isSecondLookDue = false;
            readNow(asked);
        }
    }

    private void show(List<MessagePair> now, List<QueueSide> of) {
        Map<Kind, Instant> readAt = new EnumMap<>(Kind.class);
        of.forEach(side -> side.state().reading().ifPresent(latest -> readAt.put(side.kind(), latest.readAt())));
        shown = new Shown(asked, Collections.unmodifiableMap(readAt));
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
