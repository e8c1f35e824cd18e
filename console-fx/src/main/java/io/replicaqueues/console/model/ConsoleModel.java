// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionSettings;
import io.replicaqueues.console.connection.Login;
import io.replicaqueues.console.connection.NewReplica;
import io.replicaqueues.console.connection.OriginalProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * The console without its windows: the brokers it is connected to, and what was done to them. For the thread that owns
 * the models; what takes long runs elsewhere and comes back to that thread.
 */
public final class ConsoleModel implements AutoCloseable {

    private static final Duration LEAST_STALE = Duration.ofSeconds(5);
    private static final int STALE_INTERVALS = 3;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int MOST_ACTIONS = 1_000;
    private static final String NOT_KNOWN =
            "The console was closed before the answer: whether it took place is not known.";

    private final BrokersModel brokers = new BrokersModel();
    private final ObservableList<ActionRecord> actions = FXCollections.observableArrayList();
    private final ObservableList<ActionRecord> shownActions = FXCollections.unmodifiableObservableList(actions);
    private final Map<BrokerModel, Session> sessions = new LinkedHashMap<>();
    private final Set<RunningAction<?>> running = new LinkedHashSet<>();
    private final Delivery delivery;
    private final ExecutorService work = Executors.newCachedThreadPool(ConsoleModel::daemon);
    private final Timer ticks = new Timer("clock of the console", true);
    private final Clock clock;
    private Duration interval;

    private record Session(BrokerConnection connection, Sampler sampler) {}

    /** Something to ask a broker. It blocks, and runs on a thread of its own. */
    public interface Question<T> {

        /** Asks. */
        T ask(BrokerConnection connection) throws ConnectionFailure;
    }

    private interface Work<T> {
        T done() throws ConnectionFailure;
    }

    /**
     * A console without brokers.
     *
     * @param owner runs on the thread that owns the models, {@code Platform::runLater}
     * @param interval between two readings of a broker; zero: only when asked
     */
    public ConsoleModel(Executor owner, Duration interval) {
        this(owner, interval, Clock.systemUTC());
    }

    /**
     * A console without brokers, on a machine with that clock.
     *
     * @param owner runs on the thread that owns the models
     * @param interval between two readings of a broker; zero: only when asked
     * @param clock what time it is on this machine
     */
    public ConsoleModel(Executor owner, Duration interval, Clock clock) {
        this.delivery = new Delivery(owner);
        this.interval = interval;
        this.clock = clock;
        delivery.afterBatch(brokers::sumUp);
        ticks.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        delivery.deliver(ConsoleModel.this::tick);
                    }
                },
                TICK.toMillis(),
                TICK.toMillis());
    }

    /** The brokers and their replicas. */
    public BrokersModel brokers() {
        return brokers;
    }

    /** What was done, the newest first. */
    public ObservableList<ActionRecord> actions() {
        return shownActions;
    }

    /**
     * Calls back after each batch of changes: for what depends on all of them.
     *
     * @return ends it: for screens that close before the console does
     */
    public Subscription afterBatch(Runnable listener) {
        return delivery.afterBatch(listener);
    }

    /**
     * Adds a broker and begins to read it.
     *
     * @param profile the broker
     * @param secrets its passwords
     * @return its model, not heard of yet
     * @throws ConnectionFailure if a file of certificates cannot be read
     * @throws IllegalArgumentException if the address cannot be read
     */
    public BrokerModel connect(BrokerProfile profile, BrokerProfile.Secrets secrets) throws ConnectionFailure {
        ConnectionSettings settings = profile.with(secrets);
        return connect(profile, BrokerConnection.to(settings));
    }

    BrokerModel connect(BrokerProfile profile, BrokerConnection connection) {
        BrokerModel broker = new BrokerModel(profile);
        Sampler sampler = new Sampler(broker, connection, delivery, clock, interval);
        sessions.put(broker, new Session(connection, sampler));
        brokers.add(broker);
        brokers.sumUp();
        sampler.start();
        return broker;
    }

    /** Lets go of a broker. Nothing stops there. */
    public void disconnect(BrokerModel broker) {
        Session session = sessions.remove(broker);
        if (session != null) {
            session.sampler().close();
            session.connection().close();
            brokers.remove(broker);
            broker.close(clock.instant());
            brokers.sumUp();
        }
    }

    /** Reads a broker now, whatever the interval. */
    public void refresh(BrokerModel broker) {
        Session session = sessions.get(broker);
        if (session != null) {
            session.sampler().readNow();
        }
    }

    /** Reads every broker now. */
    public void refreshAll() {
        sessions.values().forEach(session -> session.sampler().readNow());
    }

    /** Between two readings of a broker; zero: only when asked. */
    public Duration interval() {
        return interval;
    }

    /** Changes the time between two readings: 0.5 to 60 s, or zero for only when asked. */
    public void setInterval(Duration value) {
        interval = value;
        sessions.values().forEach(session -> session.sampler().setInterval(value));
    }

    /**
     * Does something with a replica, and writes down what came of it.
     *
     * @return completes on the thread that owns the models, never exceptionally
     */
    public CompletableFuture<ActionRecord> act(ReplicaAction action, ReplicaRow row) {
        return noted(row.broker(), action.kind(), row.queue(), connection -> action.on(connection, row.queue()));
    }

    /**
     * Creates a replica, and writes down what came of it.
     *
     * @param target the broker that gets it
     * @param replica what it is to be
     * @param isThere whether the queue exists there and is to become the replica
     * @return completes on the thread that owns the models, never exceptionally
     */
    public CompletableFuture<ActionRecord> create(BrokerModel target, NewReplica replica, boolean isThere) {
        return noted(target, ActionKind.CREATE, replica.replicaQueue(), connection -> {
            if (isThere) {
                connection.replicate(replica);
            } else {
                connection.createReplica(replica);
            }
            return BrokerReport.NOTHING;
        });
    }

    /**
     * Lets a broker try to follow an original broker, as {@link BrokerConnection#probe} does, and writes down what came
     * of it.
     *
     * @return completes on the thread that owns the models; exceptionally only with a {@link ConnectionFailure}
     */
    public CompletableFuture<OriginalProbe> probe(BrokerModel target, String original, Login login) {
        RunningAction<OriginalProbe> action = begun(
                target,
                ActionKind.TEST,
                original,
                connection -> connection.probe(original, login),
                ConsoleModel::report);
        CompletableFuture<OriginalProbe> probe = ask(target, action);
        CompletableFuture<OriginalProbe> unused =
                probe.whenComplete((result, failure) -> note(action, (ConnectionFailure) failure));
        return probe;
    }

    /** Adds what was done in earlier sessions, behind what was done in this one. */
    public void addEarlier(List<ActionRecord> earlier) {
        actions.addAll(earlier.subList(0, Math.min(earlier.size(), MOST_ACTIONS - actions.size())));
    }

    private CompletableFuture<ActionRecord> noted(
            BrokerModel broker, ActionKind kind, String queue, Question<BrokerReport> question) {
        RunningAction<BrokerReport> action = begun(broker, kind, queue, question, Function.identity());
        return ask(broker, action).handle((report, failure) -> {
            ActionRecord happened = note(action, (ConnectionFailure) failure);
            refresh(broker);
            return happened;
        });
    }

    private <T> RunningAction<T> begun(
            BrokerModel broker, ActionKind kind, String queue, Question<T> question, Function<T, BrokerReport> report) {
        RunningAction<T> action = new RunningAction<>(broker.profile().name(), kind, queue, question, report, clock);
        running.add(action);
        return action;
    }

    /** Where all is well, the text is about the queue that is not there. */
    private static BrokerReport report(OriginalProbe probe) {
        return probe.result() == OriginalProbe.Result.ADMITTED ? BrokerReport.NOTHING : new BrokerReport(probe.text());
    }

    private ActionRecord note(RunningAction<?> action, ConnectionFailure failure) {
        ActionRecord happened = action.settled(failure);
        if (running.remove(action)) {
            actions.add(0, happened);
            if (actions.size() > MOST_ACTIONS) {
                actions.remove(MOST_ACTIONS);
            }
        }
        return happened;
    }

    /**
     * Asks a broker something, away from the thread that owns the models.
     *
     * @return completes on the thread that owns the models; exceptionally only with a {@link ConnectionFailure}
     */
    public <T> CompletableFuture<T> ask(BrokerModel broker, Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Session session = sessions.get(broker);
        if (session == null) {
            answer.completeExceptionally(new ConnectionFailure(
                    ConnectionFailure.Reason.CLOSED,
                    "The connection to " + broker.profile().name() + " was closed"));
            return answer;
        }
        answer(answer, () -> question.ask(session.connection()));
        return answer;
    }

    /**
     * Works something out that takes long, away from the thread that owns the models.
     *
     * @return completes on the thread that owns the models; exceptionally only with a {@link ConnectionFailure}
     */
    public <T> CompletableFuture<T> workOut(Supplier<T> result) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        answer(answer, result::get);
        return answer;
    }

    private <T> void answer(CompletableFuture<T> answer, Work<T> asked) {
        work.execute(() -> {
            try {
                T value = asked.done();
                delivery.deliver(() -> answer.complete(value));
            } catch (ConnectionFailure e) {
                delivery.deliver(() -> answer.completeExceptionally(e));
            } catch (RuntimeException | Error e) {
                delivery.deliver(() -> answer.completeExceptionally(
                        new ConnectionFailure(ConnectionFailure.Reason.NOT_UNDERSTOOD, String.valueOf(e), e)));
            }
        });
    }

    /**
     * Lets go of all brokers and ends all threads. Nothing stops on any broker. Actions that no broker has answered yet
     * are among {@link #actions} when this returns.
     */
    @Override
    public void close() {
        ticks.cancel();
        // While the connections are open: what they say when they are closed tells nothing of the action.
        List.copyOf(running)
                .forEach(action -> note(action, new ConnectionFailure(ConnectionFailure.Reason.CLOSED, NOT_KNOWN)));
        List.copyOf(sessions.keySet()).forEach(this::disconnect);
        work.shutdown();
    }

    Moment now() {
        return Moment.now(clock);
    }

    private void tick() {
        Duration limit = interval.multipliedBy(STALE_INTERVALS);
        brokers.age(limit.compareTo(LEAST_STALE) < 0 ? LEAST_STALE : limit, now());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "work of the console");
        thread.setDaemon(true);
        return thread;
    }
}
