// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.amqp.OriginalConnections;
import io.replicaqueues.extension.replica.DefinitionStore.Stored;
import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicas of this broker. Operations may be called on any thread, one at a time, and wait at most ten seconds for
 * the original.
 */
public final class Replicas {

    private static final Logger LOGGER = LoggerFactory.getLogger(Replicas.class);
    private static final long CLOSE_SECONDS = 5;

    private final ReplicaEnvironment environment;
    private final Map<String, ReplicaQueue> replicas = new ConcurrentHashMap<>();
    private final AtomicReference<CounterKeeper> counters = new AtomicReference<>();

    /** @param routes shown every message before it is added to a replica queue, within its transaction */
    public Replicas(
            ActiveMQServer server,
            OriginalConnections connections,
            ReplicaGuard guard,
            ReplicaSettings settings,
            BiConsumer<Message, RoutingContext> routes,
            ReplicaEvents events) {
        this.environment = new ReplicaEnvironment(
                server,
                connections,
                new DefinitionStore(server.getStorageManager()),
                guard,
                new Credentials(server.getConfiguration(), settings),
                settings,
                routes,
                events);
    }

    public Collection<ReplicaQueue> all() {
        return List.copyOf(replicas.values());
    }

    /** Reads the stored definitions and protects their queues; before clients can connect. */
    public void load() {
        Stored stored = environment.definitions().load();
        stored.unreadable().forEach(environment.guard()::protectUnreadable);
        for (ReplicaDefinition definition : stored.definitions()) {
            Queue queue = environment.server().locateQueue(definition.queue());
            if (queue == null) {
                LOGGER.error(
                        "Replica queue {} does not exist any more: its replication is forgotten", definition.queue());
                forget(definition);
                continue;
            }
            load(definition, queue);
        }
        environment.guard().everythingLoaded();
    }

    /** Whatever is wrong with one replica, the others are to be protected. */
    private void load(ReplicaDefinition definition, Queue queue) {
        try {
            ReplicaQueue replica = new ReplicaQueue(environment, failedIfUnusable(definition), queue);
            replica.protect();
            register(replica);
        } catch (RuntimeException e) {
            replicas.remove(definition.queue());
            environment.guard().lift(definition.queue());
            environment.guard().protectUnreadable(definition.queue());
            LOGGER.error(
                    "The stored definition of replica queue {} cannot be used and is kept as it is: {}",
                    definition.queue(),
                    e.toString());
        }
    }

    /** A broker whose codec was changed must protect its replicas all the same. */
    private ReplicaDefinition failedIfUnusable(ReplicaDefinition definition) {
        return environment
                .credentials()
                .objectionTo(definition.original())
                .map(objection -> definition.withFollowing(true, objection, false))
                .orElse(definition);
    }

    private void forget(ReplicaDefinition definition) {
        try {
            environment.definitions().delete(definition.queue());
        } catch (Exception e) {
            LOGGER.warn("The definition of replica queue {} could not be deleted", definition.queue(), e);
        }
    }

    /** Lets the loaded replicas follow as they did before. */
    public void resume() {
        replicas.values().forEach(ReplicaQueue::resume);
        counters.set(CounterKeeper.start(environment.server(), this::all));
    }

    /** Ends following without changing a state in a definition: the broker stops. Waits until the counters are stored. */
    public void close() {
        CounterKeeper keeper = counters.getAndSet(null);
        if (keeper != null) {
            keeper.stop();
        }
        CompletableFuture<?>[] closed =
                replicas.values().stream().map(ReplicaQueue::close).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(closed).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("Not every replica was closed in good order", e);
        }
    }

    /** Starts those that were stopped; a failed one needs a start of its own. */
    public void startAll() {
        requireEnabled();
        forEach(replica -> replica.state() == ReplicaState.STOPPED, ReplicaQueue::start, "started");
    }

    public void stopAll() {
        forEach(replica -> true, ReplicaQueue::stop, "stopped");
    }

    /** Leaves out none for the failure of another. */
    private void forEach(Predicate<ReplicaQueue> which, Consumer<ReplicaQueue> operation, String done) {
        List<String> failures = new ArrayList<>();
        replicas.values().stream().filter(which).forEach(replica -> {
            try {
                operation.accept(replica);
            } catch (RuntimeException e) {
                // One that was just disconnected is none of them any more.
                if (replica.state() != ReplicaState.DISCONNECTED) {
                    failures.add(replica.queueName() + " (" + e.getMessage() + ")");
                }
            }
        });
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    "not every replica queue could be " + done + ": " + String.join(", ", failures));
        }
    }

    /** Creates the queue like its original and follows. */
    public synchronized ReplicaQueue createReplica(
            String original, String originalQueue, String replicaQueue, String options) {
        requireEnabled();
        ReplicaOptions parsed = ReplicaOptions.parse(options);
        requireJournal(parsed, replicaQueue);
        requireName(originalQueue, "original queue");
        requireName(replicaQueue, "replica queue");
        requireNoReplica(replicaQueue);
        if (environment.server().locateQueue(replicaQueue) != null) {
            throw new IllegalStateException(
                    "queue " + replicaQueue + " exists on this broker already: use replicate() to"
                            + " make it a replica of " + originalQueue + ", or createReplicaAs() with another name");
        }
        OriginalAddress address = typedIn(original, parsed);
        // While nothing is to be undone: a codec of the broker may refuse.
        String storable = environment.credentials().storable(address);
        Opening opening = Opening.of(environment, address, originalQueue, replicaQueue, parsed.acknowledgement());
        Welcome welcome = opening.await(originalQueue, address);
        try {
            return create(opening, welcome, storable, parsed, originalQueue, replicaQueue);
        } catch (Exception e) {
            opening.close();
            throw new IllegalStateException("replica queue " + replicaQueue + " of " + originalQueue + " at "
                    + address.endpointsText() + " could not be created: " + e.getMessage());
        }
    }

    private ReplicaQueue create(
            Opening opening,
            Welcome welcome,
            String original,
            ReplicaOptions options,
            String originalQueue,
            String replicaQueue)
            throws Exception {
        Queue created = null;
        try {
            // Clients know the queue as soon as it is there.
            environment.guard().beginAdoption(replicaQueue);
            created =
                    environment.server().createQueue(QueueSettings.forReplica(welcome.settings(), replicaQueue), false);
            return follow(opening, welcome, original, options, originalQueue, created);
        } catch (Exception e) {
            // Nobody may delete it before.
            environment.guard().endAdoption(replicaQueue);
            deleteUnused(created);
            throw e;
        } finally {
            environment.guard().endAdoption(replicaQueue);
        }
    }

    /** Makes an existing queue follow. */
    public synchronized ReplicaQueue replicate(String original, String queueName) {
        requireEnabled();
        requireName(queueName, "queue");
        requireNoReplica(queueName);
        environment.guard().requireReadable(queueName);
        Queue queue = environment.server().locateQueue(queueName);
        if (queue == null || queue.isInternalQueue()) {
            throw new IllegalStateException("queue " + queueName
                    + " does not exist on this broker: use createReplica() to create it as a replica");
        }
        Candidate candidate = new Candidate(environment.server(), queue);
        candidate.requireNoConsumers();
        OriginalAddress address = typedIn(original, ReplicaOptions.NONE);
        String storable = environment.credentials().storable(address);
        Opening opening = Opening.of(environment, address, queueName, queueName, ReplicaOptions.NONE.acknowledgement());
        Welcome welcome = opening.await(queueName, address);
        try {
            candidate.requireLike(welcome, address);
            environment.guard().beginAdoption(queueName);
            candidate.requireNoConsumers();
            candidate.requireNothingHeld();
            candidate.requireIndex();
            candidate.requireOwnMessages(welcome, address);
            return suspendAndFollow(opening, welcome, storable, queueName, queue);
        } catch (IllegalStateException e) {
            opening.close();
            throw e;
        } catch (Exception e) {
            opening.close();
            throw new IllegalStateException("queue " + queueName + " could not become a replica of that at "
                    + address.endpointsText() + ": " + e.getMessage());
        } finally {
            environment.guard().endAdoption(queueName);
        }
    }

    /** The queue that was created for a replica that did not come to be. */
    private void deleteUnused(Queue created) {
        if (created == null || created.getMessageCount() > 0) {
            return;
        }
        try {
            environment.server().destroyQueue(created.getName(), null, true, false, true);
        } catch (Exception e) {
            LOGGER.warn("Queue {} could not become a replica, and could not be deleted", created.getName(), e);
        }
    }

    private ReplicaQueue suspendAndFollow(Opening opening, Welcome welcome, String original, String name, Queue queue)
            throws Exception {
        String former = QueueSettings.current(queue);
        try {
            QueueSettings.suspendAll(environment.server(), queue);
            return follow(opening, welcome, original, ReplicaOptions.NONE, name, queue);
        } catch (Exception e) {
            restore(queue, former);
            throw e;
        }
    }

    private void restore(Queue queue, String settings) {
        try {
            QueueSettings.apply(environment.server(), queue, settings);
        } catch (Exception e) {
            LOGGER.warn(
                    "Queue {} could not become a replica, and has lost its settings {}", queue.getName(), settings, e);
        }
    }

    private ReplicaQueue follow(
            Opening opening,
            Welcome welcome,
            String original,
            ReplicaOptions options,
            String originalQueue,
            Queue queue)
            throws Exception {
        ReplicaDefinition definition = new ReplicaDefinition(
                queue.getName().toString(),
                original,
                originalQueue,
                options.acknowledgement(),
                true,
                "",
                false,
                new Identity(welcome.nodeId(), welcome.queueId()),
                welcome.activation(),
                welcome.settings(),
                Counters.ZERO);
        try {
            environment.definitions().save(definition);
            ReplicaQueue replica = new ReplicaQueue(environment, definition, queue);
            begin(replica, opening);
            return replica;
        } catch (Exception e) {
            forget(definition);
            throw e;
        }
    }

    private void begin(ReplicaQueue replica, Opening opening) {
        try {
            replica.protect();
            register(replica);
            opening.handOver(replica);
        } catch (RuntimeException e) {
            environment.events().disconnected(replica);
            replica.release();
            throw e;
        }
    }

    private void register(ReplicaQueue replica) {
        replicas.put(replica.queueName(), replica);
        environment.events().created(replica);
    }

    /** The replica has become an ordinary queue. */
    public void removed(ReplicaQueue replica) {
        replicas.remove(replica.queueName(), replica);
    }

    private void requireEnabled() {
        environment
                .settings()
                .requireEnabled(environment.server().getConfiguration().getName());
    }

    private void requireJournal(ReplicaOptions options, String queue) {
        if (options.acknowledgement().equals(Protocol.SYNC)
                && !environment.server().getConfiguration().isPersistenceEnabled()) {
            throw new IllegalStateException("broker "
                    + environment.server().getConfiguration().getName()
                    + " stores nothing, so acknowledgement=sync promises nothing for replica queue " + queue
                    + ": use acknowledgement=async");
        }
    }

    private OriginalAddress typedIn(String original, ReplicaOptions options) {
        if (original == null || original.isBlank()) {
            throw new IllegalArgumentException("the original broker's address is missing: give host[:port]");
        }
        OriginalAddress address = environment.credentials().typedIn(original);
        return options.user() == null ? address : address.withCredentials(options.user(), options.password());
    }

    private static void requireName(String name, String what) {
        if (name == null || name.isBlank() || !name.equals(name.strip()) || name.contains("::")) {
            throw new IllegalArgumentException(
                    "the name of the " + what + " is " + (name == null ? "missing" : "'" + name + "'")
                            + ": give a queue name without surrounding blanks and without '::'");
        }
    }

    private void requireNoReplica(String queue) {
        ReplicaQueue present = replicas.get(queue);
        if (present != null) {
            throw new IllegalStateException("queue " + queue + " is a replica of " + present.originalQueue() + " at "
                    + present.originalText() + " already: start() or disconnect() that one, or choose another name");
        }
    }
}
