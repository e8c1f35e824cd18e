// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.model.BrokerModel.Link;
import io.replicaqueues.console.model.Notice.Kind;
import io.replicaqueues.console.model.Notice.Subject;
import io.replicaqueues.console.model.Steadiness.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sees what happens to one broker and its replicas. Nothing is told of replicas while their broker is out of reach or not
 * read in time: nothing is known of them then. For the thread that owns the models.
 */
final class BrokerWatch {

    private final BrokerModel broker;
    private final Consumer<Notice> tell;
    private final Steadiness<Boolean> link;
    /** What each replica is; empty: no replica. */
    private final Map<String, Steadiness<Optional<Condition>>> replicas = new HashMap<>();

    private boolean wasRead;

    /** @param tell gets what happens; the numbers of the notices are without meaning */
    BrokerWatch(BrokerModel broker, Consumer<Notice> tell, long nanos) {
        this.broker = broker;
        this.tell = tell;
        this.link = new Steadiness<>(true, nanos);
    }

    /** Looks at everything. */
    void look(Moment now) {
        Link.State state = broker.link().state();
        if (state == Link.State.CONNECTING) {
            return;
        }
        boolean isConnected = state == Link.State.CONNECTED;
        link.see(isConnected, false, now.nanos()).ifPresent(change -> tellOfLink(change, now.time()));
        BrokerReading reading = broker.readingProperty().get();
        // A broker that starts has its extension a moment after its beans: its replicas are not gone.
        if (isConnected && reading != null && reading.hasExtension()) {
            lookAtReplicas(now);
        }
    }

    private void tellOfLink(Change<Boolean> change, Instant time) {
        Kind kind = change.isUnsteady() ? Kind.UNSTEADY : change.now() ? Kind.CONNECTION_BACK : Kind.CONNECTION_LOST;
        String detail =
                broker.link().failure() == null ? "" : broker.link().failure().getMessage();
        tell(kind, Optional.empty(), "", detail, time);
    }

    private void lookAtReplicas(Moment now) {
        Set<String> gone = new HashSet<>(replicas.keySet());
        for (ReplicaRow row : broker.replicas()) {
            gone.remove(row.queue());
            if (row.sight().freshness() == Freshness.FRESH) {
                Condition condition = row.sight().condition();
                // What is there at first is shown anyway.
                Optional<Condition> before = wasRead ? Optional.empty() : Optional.of(condition);
                replicas.computeIfAbsent(row.queue(), any -> new Steadiness<>(before, now.nanos()))
                        .see(Optional.of(condition), condition == Condition.FAILED, now.nanos())
                        .ifPresent(change -> tellOf(row, change, now.time()));
            }
        }
        for (String queue : gone) {
            replicas.get(queue).see(Optional.empty(), false, now.nanos()).ifPresent(change -> {
                replicas.remove(queue);
                if (change.before().isPresent()) {
                    tell(Kind.GONE, Optional.empty(), queue, "", now.time());
                }
            });
        }
        wasRead = true;
    }

    private void tellOf(ReplicaRow row, Change<Optional<Condition>> change, Instant time) {
        Condition now = change.now().orElseThrow();
        boolean isTrouble = now == Condition.FAILED || now == Condition.CONNECTING;
        String detail = isTrouble ? row.sight().reading().lastError() : "";
        tell(kind(change, now), Optional.of(now), row.queue(), detail, time);
    }

    private static Kind kind(Change<Optional<Condition>> change, Condition now) {
        if (now == Condition.FAILED) {
            return Kind.BROKEN;
        }
        if (change.isUnsteady()) {
            return Kind.UNSTEADY;
        }
        if (change.before().isEmpty()) {
            return Kind.NEW;
        }
        if (now == Condition.IN_PARITY) {
            return Kind.PARITY_REACHED;
        }
        return change.before().get() == Condition.IN_PARITY ? Kind.PARITY_LOST : Kind.CHANGED;
    }

    private void tell(Kind kind, Optional<Condition> condition, String queue, String detail, Instant time) {
        Optional<Condition> shown = kind == Kind.UNSTEADY ? Optional.empty() : condition;
        tell.accept(new Notice(0, time, time, kind, shown, List.of(Subject.of(broker, queue)), detail));
    }
}
