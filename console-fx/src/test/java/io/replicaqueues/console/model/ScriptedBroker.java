// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.Acceptor;
import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.connection.OriginalProbe;
import io.replicaqueues.console.connection.OriginalReading;
import io.replicaqueues.console.connection.QueueCounts;
import io.replicaqueues.console.connection.QueueLocation;
import io.replicaqueues.console.connection.QueuePage;
import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.mbeans.VerifyReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A broker that says what a test wants to hear, and notes when it was asked. Any thread may call it. */
final class ScriptedBroker implements BrokerConnection {

    final List<Long> requests = Collections.synchronizedList(new ArrayList<>());
    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    final List<NewReplica> wanted = Collections.synchronizedList(new ArrayList<>());
    /** What it answers to a creation it says when this is complete. */
    volatile CompletableFuture<Void> creation = CompletableFuture.completedFuture(null);

    volatile ConnectionFailure failure;
    /** Thrown at the next reading, and then no more. */
    final AtomicReference<Error> errorOfNextReading = new AtomicReference<>();
    /** Thrown whenever queues are to be listed. */
    volatile RuntimeException failureOfQueues;

    volatile List<ReplicaReading> replicas = List.of();
    /** Empty: without the extension. */
    volatile String nodeId = "id";

    volatile int queues;
    volatile List<BrowsedMessage> messages = List.of();
    volatile long delivering;
    /** Messages that a consumer takes as soon as somebody searches. */
    volatile long takenBySearch;
    /** A broker that is asked to stop a replica answers when this is done. */
    volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    static ReplicaReading replica(String queue, ReplicaState state, boolean inParity, long lag, long added) {
        Readings reading = Readings.of(queue, state).lag(lag).depths(10, 8).added(added);
        if (state == ReplicaState.FAILED) {
            reading.error("mend it", Instant.EPOCH);
        }
        return (inParity ? reading.parity(Instant.EPOCH) : reading).reading();
    }

    private void request() throws ConnectionFailure {
        requests.add(System.nanoTime());
        ConnectionFailure now = failure;
        if (now != null) {
            throw now;
        }
    }

    @Override
    public BrokerReading read() throws ConnectionFailure {
        request();
        Error error = errorOfNextReading.getAndSet(null);
        if (error != null) {
            throw error;
        }
        return reading();
    }

    BrokerReading reading() {
        String id = nodeId;
        return id.isEmpty()
                ? new BrokerReading("node2", "", "", false, List.of(), List.of())
                : new BrokerReading("node2", id, "1", true, List.of(), replicas);
    }

    @Override
    public QueuePage queues(int page, int size, String filter) throws ConnectionFailure {
        request();
        RuntimeException now = failureOfQueues;
        if (now != null) {
            throw now;
        }
        List<QueuePage.Queue> list = new ArrayList<>();
        for (int i = (page - 1) * size; i < Math.min(page * size, queues); i++) {
            String name = "queue-" + i;
            list.add(new QueuePage.Queue(new QueueLocation(name, name, "ANYCAST"), i, 0, 0, false, false));
        }
        return new QueuePage(list, queues);
    }

    @Override
    public OriginalReading original(String queue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public QueueLocation locate(String queue) throws ConnectionFailure {
        request();
        return new QueueLocation(queue, queue, "ANYCAST");
    }

    @Override
    public QueueCounts counts(QueueLocation queue) throws ConnectionFailure {
        request();
        return new QueueCounts(messages.size() + delivering, delivering, 0);
    }

    @Override
    public int previewLimit(QueueLocation queue) throws ConnectionFailure {
        throw new ConnectionFailure(Reason.REFUSED, "not you");
    }

    /** A selector is a search by ids: it finds messages whose id is in it. */
    @Override
    public List<BrowsedMessage> browse(QueueLocation queue, int page, int size, String selector)
            throws ConnectionFailure {
        request();
        if (!selector.isEmpty()) {
            delivering = takenBySearch;
        }
        return messages.stream()
                .filter(message -> selector.isEmpty() || selector.contains("'" + message.userId() + "'"))
                .skip((long) (page - 1) * size)
                .limit(size)
                .toList();
    }

    @Override
    public Map<String, String> originalIds(QueueLocation replica) throws ConnectionFailure {
        throw new ConnectionFailure(Reason.REFUSED, "not you");
    }

    @Override
    public void start(String replica) throws ConnectionFailure {
        request();
        done.add("start " + replica);
    }

    @Override
    public void stop(String replica) throws ConnectionFailure {
        request();
        stopped.join();
        done.add("stop " + replica);
    }

    @Override
    public DisconnectReport disconnect(String replica) throws ConnectionFailure {
        request();
        return new DisconnectReport(1, 1, true, 0, "It is over.");
    }

    @Override
    public VerifyReport verify(String replica) throws ConnectionFailure {
        request();
        return new VerifyReport(1, 1, 0, 0, true, "They are equal.");
    }

    @Override
    public void createReplica(NewReplica replica) throws ConnectionFailure {
        request();
        wanted.add(replica);
        creation.join();
        done.add("create " + replica.replicaQueue());
    }

    @Override
    public void replicate(NewReplica replica) throws ConnectionFailure {
        request();
        done.add("replicate " + replica.replicaQueue());
    }

    @Override
    public OriginalProbe probe(String original, Login login) throws ConnectionFailure {
        request();
        done.add("probe " + original);
        return new OriginalProbe(OriginalProbe.Result.ADMITTED, "It has no such queue.");
    }

    @Override
    public List<Acceptor> acceptors() throws ConnectionFailure {
        request();
        return List.of(new Acceptor("0.0.0.0", 5_672, false, true));
    }

    @Override
    public void close() {
        done.add("close");
    }
}
