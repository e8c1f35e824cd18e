// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.BenchmarkMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the hooks cost producers: so many threads add to one feed, from which a session takes meanwhile. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FeedAppendBenchmark {

    /** In each call, of all threads together. */
    private static final int ADDITIONS = 48_000;

    private static final int MESSAGES = 100;

    @Param({"1", "4", "16"})
    private int producers;

    private ExecutorService threads;
    private List<Message> messages;
    private ChangeFeed feed;
    private Future<Integer> session;

    @Setup(Level.Trial)
    public void begin() {
        threads = Executors.newCachedThreadPool();
        messages =
                IntStream.range(0, MESSAGES).mapToObj(BenchmarkMessages::of).toList();
    }

    @Setup(Level.Invocation)
    public void connect() {
        feed = new ChangeFeed(2 * ADDITIONS, Long.MAX_VALUE);
        feed.startRecording();
        session = threads.submit(this::take);
    }

    /** Ends when every addition has been added: how fast the session is does not count. */
    @Benchmark
    @OperationsPerInvocation(ADDITIONS)
    public void added() throws Exception {
        List<Callable<Void>> all = new ArrayList<>();
        for (int producer = 0; producer < producers; producer++) {
            long first = 1 + (long) producer * ADDITIONS / producers;
            all.add(() -> add(first));
        }
        for (Future<Void> one : threads.invokeAll(all)) {
            one.get();
        }
    }

    private Void add(long first) {
        for (int number = 0; number < ADDITIONS / producers; number++) {
            feed.added(first + number, messages.get(number % MESSAGES));
        }
        return null;
    }

    private int take() {
        int taken = 0;
        while (taken < ADDITIONS) {
            PendingAddition addition = feed.poll();
            if (addition == null) {
                Thread.onSpinWait();
            } else {
                feed.sent(addition.id(), addition.id());
                addition.release();
                taken++;
            }
        }
        return taken;
    }

    @TearDown(Level.Invocation)
    public void disconnect() throws Exception {
        if (session.get() != ADDITIONS || feed.overflowed()) {
            throw new IllegalStateException("The session has not got everything");
        }
    }

    @TearDown(Level.Trial)
    public void end() {
        threads.shutdown();
    }
}
