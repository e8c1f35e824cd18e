// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.QueuePage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads one broker again and again on a thread of its own, and hands what it finds to the thread that owns the models.
 * It never asks more than twice a second, and less and less often while the broker cannot be reached. Any thread may
 * call it.
 */
public final class Sampler implements AutoCloseable {

    /** Between two requests, whatever was chosen. */
    static final Duration LEAST_PAUSE = Duration.ofMillis(500);

    static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    static final int QUEUES_IN_A_PAGE = 1_000;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LISTS_OF_QUEUES = Duration.ofSeconds(5);

    private final BrokerModel model;
    private final BrokerConnection connection;
    private final Delivery delivery;
    private final Clock clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private Duration interval;
    private boolean now;
    private boolean closed;
    // Of the thread alone. A back-off of null: until somebody asks.
    private Duration backOff = Duration.ZERO;
    private int nextPage = 1;
    private long nextListNanos = System.nanoTime();

    /**
     * A sampler that does not run yet.
     *
     * @param model what it fills
     * @param connection the broker
     * @param delivery to the thread that owns the model
     * @param clock of this machine
     * @param interval between two readings; zero: only when asked by {@link #readNow}
     */
    Sampler(BrokerModel model, BrokerConnection connection, Delivery delivery, Clock clock, Duration interval) {
        this.model = model;
        this.connection = connection;
        this.delivery = delivery;
        this.clock = clock;
        this.interval = interval;
        this.thread = new Thread(this::run, "sampler of " + model.profile().name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Changes the interval; zero turns it off. */
    public void setInterval(Duration value) {
        inLock(() -> interval = value);
    }

    /** Reads as soon as may be: after an action, or because a person wants to try again. */
    public void readNow() {
        inLock(() -> now = true);
    }

    /** Ends the thread. What it is doing is for the connection to end. */
    @Override
    public void close() {
        inLock(() -> closed = true);
    }

    private void inLock(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean first = true;
        while (first || awaitTurn()) {
            first = false;
            turn();
        }
    }

    private void turn() {
        try {
            if (readReplicas() && isListDue() && pause()) {
                readQueues();
            }
        } catch (RuntimeException | Error e) {
            // A sampler that ended without a word would leave old values to be believed.
            fail(new ConnectionFailure(ConnectionFailure.Reason.NOT_UNDERSTOOD, String.valueOf(e), e));
        }
    }

    private boolean readReplicas() {
        try {
            BrokerReading reading = connection.read();
            Moment moment = Moment.now(clock);
            backOff = Duration.ZERO;
            delivery.deliver(() -> model.read(reading, moment));
            return true;
        } catch (ConnectionFailure e) {
            fail(e);
            return false;
        }
    }

    private void fail(ConnectionFailure failure) {
        boolean retry = failure.reason() != ConnectionFailure.Reason.WRONG_PASSWORD;
        backOff = retry ? longer(backOff) : null;
        Instant time = clock.instant();
        delivery.deliver(() -> model.failed(failure, time));
    }

    private static Duration longer(Duration backOff) {
        if (backOff == null || backOff.isZero()) {
            return FIRST_BACK_OFF;
        }
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    private boolean isListDue() {
        return model.queues().isWanted() && System.nanoTime() - nextListNanos >= 0;
    }

    private void readQueues() {
        int number = nextPage;
        // A role that may not list queues can still look at replicas: where it fails it is not tried again soon.
        nextPage = 1;
        nextListNanos = System.nanoTime() + LONGEST_BACK_OFF.toNanos();
        try {
            QueuePage page = connection.queues(number, QUEUES_IN_A_PAGE, "");
            boolean last = number * QUEUES_IN_A_PAGE >= page.total();
            nextPage = last ? 1 : number + 1;
            nextListNanos = System.nanoTime() + (last ? BETWEEN_LISTS_OF_QUEUES.toNanos() : 0);
            delivery.deliver(() -> model.queues().page(page, number, last));
        } catch (ConnectionFailure e) {
            if (e.reason().isOfTheLink()) {
                fail(e);
            }
        }
    }

    /** The shortest pause there is. Returns false if the sampler was closed meanwhile. */
    private boolean pause() {
        lock.lock();
        try {
            long left = LEAST_PAUSE.toNanos();
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next reading. Returns false if there is to be none. */
    private boolean awaitTurn() {
        if (!pause()) {
            return false;
        }
        lock.lock();
        try {
            long begun = System.nanoTime();
            while (!closed && !now) {
                Duration wait = wanted();
                if (wait == null) {
                    changed.await();
                } else {
                    long left = wait.minus(LEAST_PAUSE).toNanos() - (System.nanoTime() - begun);
                    if (left <= 0) {
                        break;
                    }
                    changed.await(left, TimeUnit.NANOSECONDS);
                }
            }
            now = false;
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait between two readings; null: until somebody asks. */
    private Duration wanted() {
        if (interval.isZero() || backOff == null) {
            return null;
        }
        return interval.compareTo(backOff) < 0 ? backOff : interval;
    }
}
