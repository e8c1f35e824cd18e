// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.AmqpDelivery;
import io.replicaqueues.extension.amqp.OriginalAddress;
import io.replicaqueues.extension.amqp.OriginalConnections;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.message.QueueSnapshot;
import io.replicaqueues.extension.replica.DefinitionStore.Stored;
import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.mbeans.ReplicaState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
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
    private static final long ANSWER_MILLIS = 10_000;
    private static final long LISTING_MILLIS = 60_000;
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
    }

    /** Whatever is wrong with one replica, the others are to be protected. */
    private void load(ReplicaDefinition definition, Queue queue) {
        try {
            register(new ReplicaQueue(environment, failedIfUnusable(definition), queue));
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
        replicas.values().stream()
                .filter(replica -> replica.state() == ReplicaState.STOPPED)
                .forEach(ReplicaQueue::start);
    }

    public void stopAll() {
        replicas.values().forEach(ReplicaQueue::stop);
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
        Opening opening = Opening.of(environment, address, originalQueue, replicaQueue, parsed.acknowledgement());
        Welcome welcome = opening.await(originalQueue, address);
        try {
            // Clients know the queue as soon as it is there.
            environment.guard().beginAdoption(replicaQueue);
            Queue queue =
                    environment.server().createQueue(QueueSettings.forReplica(welcome.settings(), replicaQueue), false);
            return follow(opening, welcome, address, parsed, originalQueue, queue);
        } catch (Exception e) {
            opening.follower.close();
            throw new IllegalStateException("replica queue " + replicaQueue + " of " + originalQueue + " at "
                    + address.endpointsText() + " could not be created: " + e.getMessage());
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
        requireNoConsumers(queue);
        OriginalAddress address = typedIn(original, ReplicaOptions.NONE);
        Opening opening = Opening.of(environment, address, queueName, queueName, ReplicaOptions.NONE.acknowledgement());
        Welcome welcome = opening.await(queueName, address);
        try {
            requireLike(queue, welcome, address);
            environment.guard().beginAdoption(queueName);
            requireNoConsumers(queue);
            requireOwnMessages(queue, welcome, address);
            QueueSettings.suspendAll(environment.server(), queue);
            return follow(opening, welcome, address, ReplicaOptions.NONE, queueName, queue);
        } catch (IllegalStateException e) {
            opening.follower.close();
            throw e;
        } catch (Exception e) {
            opening.follower.close();
            throw new IllegalStateException("queue " + queueName + " could not become a replica of that at "
                    + address.endpointsText() + ": " + e.getMessage());
        } finally {
            environment.guard().endAdoption(queueName);
        }
    }

    private static void requireNoConsumers(Queue queue) {
        if (queue.getConsumerCount() > 0) {
            throw new IllegalStateException("queue " + queue.getName() + " has " + queue.getConsumerCount()
                    + " consumers: close them before it becomes a replica");
        }
    }

    private ReplicaQueue follow(
            Opening opening,
            Welcome welcome,
            OriginalAddress address,
            ReplicaOptions options,
            String originalQueue,
            Queue queue)
            throws Exception {
        ReplicaDefinition definition = new ReplicaDefinition(
                queue.getName().toString(),
                environment.credentials().storable(address),
                originalQueue,
                options.acknowledgement(),
                true,
                "",
                false,
                new Identity(welcome.nodeId(), welcome.queueId()),
                welcome.activation(),
                welcome.settings(),
                Counters.ZERO);
        environment.definitions().save(definition);
        ReplicaQueue replica = new ReplicaQueue(environment, definition, queue);
        register(replica);
        opening.handOver(replica, welcome);
        return replica;
    }

    private void register(ReplicaQueue replica) {
        replicas.put(replica.queueName(), replica);
        replica.protect();
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

    private static void requireLike(Queue queue, Welcome welcome, OriginalAddress address) {
        QueueSettings.obstacle(welcome.settings(), queue).ifPresent(obstacle -> {
            throw new IllegalStateException("queue " + queue.getName() + " cannot become a replica of that at "
                    + address.endpointsText() + ": it " + obstacle
                    + ", and that cannot be changed: delete it here and use createReplica(), or use"
                    + " createReplicaAs() with another name");
        });
    }

    private void requireOwnMessages(Queue queue, Welcome welcome, OriginalAddress address) {
        long origin = OriginalId.originOf(welcome.nodeId(), welcome.queueId());
        LongAdder foreign = new LongAdder();
        Executor executor = environment.server().getExecutorFactory().getExecutor();
        OrderedContext.await(
                QueueSnapshot.take(queue, environment.server().getScheduledPool(), executor)
                        .thenCompose(content -> content.forEach(
                                reference -> {
                                    OriginalId mark = OriginalId.of(reference.getMessage());
                                    if (mark == null || mark.origin() != origin) {
                                        foreign.increment();
                                    }
                                },
                                executor)),
                LISTING_MILLIS,
                "queue " + queue.getName() + " did not list its messages within 60 s: try again");
        if (foreign.sum() > 0) {
            throw new IllegalStateException("queue " + queue.getName() + " holds " + foreign
                    + " messages that are not from " + queue.getName() + " at " + address.endpointsText()
                    + ": move or remove them first, or use createReplicaAs() with another name");
        }
    }

    /** A feed that is opened before there is a replica, so that a wrong address leaves no half-made queue behind. */
    private static final class Opening implements Follower.Listener {

        private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
        private volatile Follower.Listener heir;
        private Follower follower;

        static Opening of(
                ReplicaEnvironment environment,
                OriginalAddress typedIn,
                String originalQueue,
                String replicaQueue,
                String acknowledgement) {
            Opening opening = new Opening();
            opening.follower = new Follower(
                    environment,
                    environment.credentials().complete(typedIn),
                    originalQueue,
                    replicaQueue,
                    "",
                    acknowledgement,
                    opening);
            opening.follower.open();
            return opening;
        }

        Welcome await(String originalQueue, OriginalAddress address) {
            try {
                return OrderedContext.await(welcome, ANSWER_MILLIS, "no answer within 10 s");
            } catch (IllegalStateException e) {
                follower.close();
                throw new IllegalStateException("original queue " + originalQueue + " at " + address.endpointsText()
                        + " cannot be followed: " + e.getMessage());
            }
        }

        void handOver(ReplicaQueue replica, Welcome received) {
            heir = replica.listener();
            replica.adopt(follower, received);
        }

        @Override
        public void frame(Follower from, Frame frame, AmqpDelivery delivery, int size) {
            Follower.Listener present = heir;
            if (present != null) {
                present.frame(from, frame, delivery, size);
            } else if (frame instanceof Welcome first) {
                delivery.accept();
                welcome.complete(first);
            }
        }

        @Override
        public void lost(Follower from, FollowException cause) {
            welcome.completeExceptionally(cause);
            Follower.Listener present = heir;
            if (present != null) {
                present.lost(from, cause);
            }
        }
    }
}
