// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.model.Notice.Kind;
import io.replicaqueues.console.model.Notice.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * What a person is told while looking elsewhere: parity lost and reached, other states, connections lost and back,
 * replicas that come and go. Changes that do not last are not told, what happens to many at a time is told once, and what
 * this person has just done is not told at all. For the thread that owns the models.
 */
public final class Notices {

    /** What happens within this time of the latest like it joins its notice. */
    static final Duration TOGETHER = Duration.ofSeconds(10);

    /** A notice does not grow for longer than this. */
    static final Duration LONGEST_GROWTH = Duration.ofSeconds(60);

    /** How long after an action what it leads to is no news. */
    static final Duration OWN_DOING = Duration.ofSeconds(30);

    /** Batches of changes come more often than a person can be told. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private static final int MOST_NOTICES = 500;

    private final ConsoleModel console;
    private final Supplier<Moment> clock;
    private final Map<BrokerModel, BrokerWatch> watches = new LinkedHashMap<>();
    private final ObservableList<Notice> notices = FXCollections.observableArrayList();
    private final ObservableList<Notice> shownNotices = FXCollections.unmodifiableObservableList(notices);
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper(this, "unread");
    private final Subscription afterBatch;
    private Moment latestLook;
    private long latestNumber;
    private long latestRead;

    /** The notices of a console, from now on. */
    public Notices(ConsoleModel console) {
        this(console, console::now);
    }

    Notices(ConsoleModel console, Supplier<Moment> clock) {
        this.console = console;
        this.clock = clock;
        this.afterBatch = console.afterBatch(this::look);
    }

    /** All that was told, the latest begun first. */
    public ObservableList<Notice> notices() {
        return shownNotices;
    }

    /** How many nobody has read. */
    public ReadOnlyIntegerProperty unreadProperty() {
        return unread.getReadOnlyProperty();
    }

    /** A person has seen all there is. */
    public void markRead() {
        latestRead = latestNumber;
        unread.set(0);
    }

    /** The first replica of a notice that is still there. */
    public Optional<ReplicaRow> replica(Notice notice) {
        return console.brokers().replicas().stream()
                .filter(row -> notice.subjects().contains(Subject.of(row.broker(), row.queue())))
                .findFirst();
    }

    /** Tells nothing more. */
    public void close() {
        afterBatch.unsubscribe();
    }

    void look() {
        Moment now = clock.get();
        if (latestLook != null && now.nanos() - latestLook.nanos() < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        latestLook = now;
        watches.keySet().retainAll(console.brokers().brokers());
        for (BrokerModel broker : console.brokers().brokers()) {
            watches.computeIfAbsent(broker, any -> new BrokerWatch(broker, this::add, now.nanos()))
                    .look(now);
        }
    }

    private void add(Notice happened) {
        if (isOwnDoing(happened)) {
            return;
        }
        for (int i = 0; i < notices.size(); i++) {
            Notice notice = notices.get(i);
            if (notice.begun().isBefore(happened.time().minus(LONGEST_GROWTH))) {
                break;
            }
            if (notice.isLike(happened)
                    && !notice.time().isBefore(happened.time().minus(TOGETHER))
                    && Collections.disjoint(notice.subjects(), happened.subjects())) {
                notices.set(i, notice.with(happened));
                return;
            }
        }
        latestNumber++;
        notices.add(
                0,
                new Notice(
                        latestNumber,
                        happened.begun(),
                        happened.time(),
                        happened.kind(),
                        happened.condition(),
                        happened.subjects(),
                        happened.detail()));
        if (notices.size() > MOST_NOTICES) {
            notices.remove(MOST_NOTICES);
        }
        unread.set((int) Math.min(latestNumber - latestRead, notices.size()));
    }

    private boolean isOwnDoing(Notice happened) {
        Optional<ActionKind> action = actionLeadingTo(happened);
        if (action.isEmpty()) {
            return false;
        }
        Subject subject = happened.subjects().get(0);
        Instant earliest = happened.time().minus(OWN_DOING);
        List<ActionRecord> actions = console.actions();
        return actions.stream()
                .takeWhile(record -> record.time().isAfter(earliest))
                .anyMatch(record -> record.isDone()
                        && record.action() == action.get()
                        && record.queue().equals(subject.queue())
                        && record.broker().equals(subject.broker()));
    }

    private static Optional<ActionKind> actionLeadingTo(Notice happened) {
        if (happened.kind() == Kind.GONE) {
            return Optional.of(ActionKind.DISCONNECT);
        }
        if (happened.kind() == Kind.NEW) {
            return Optional.of(ActionKind.CREATE);
        }
        boolean isStopped = happened.condition().equals(Optional.of(Condition.STOPPED));
        return isStopped ? Optional.of(ActionKind.STOP) : Optional.empty();
    }
}
