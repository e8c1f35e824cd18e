// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.BenchmarkMessages;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.QueueDepth;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.ChangesWriter;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What a message costs the replica: frames from memory, one after the other, until a broker's journal has them all. NIO,
 * without waiting for the disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class FrameApplyBenchmark {

    private static final int PER_FRAME = 100;
    private static final int FRAMES = 200;
    private static final int MESSAGES = FRAMES * PER_FRAME;
    private static final long ORIGIN = 1;

    private Path data;
    private JournalBroker broker;
    private Queue queue;
    private OrderedContext executor;
    private List<ByteBuf> frames;
    private ReplicaIndex index;
    private FrameApplier applier;

    @Setup(Level.Trial)
    public void begin() throws Exception {
        data = Files.createTempDirectory("frame-apply");
        broker = new JournalBroker(data);
        queue = broker.queue("original");
        executor = new OrderedContext(broker.server());
        frames = new ArrayList<>();
        for (int number = 0; number < FRAMES; number++) {
            frames.add(frame(number));
        }
    }

    private static ByteBuf frame(int number) throws Exception {
        ByteBuf buffer = Unpooled.buffer();
        ChangesWriter frame = new ChangesWriter(buffer, new Roaring64Bitmap());
        for (long id = 1; id <= PER_FRAME; id++) {
            Message message = BenchmarkMessages.of((long) number * PER_FRAME + id);
            frame.addition(message.getMessageID(), Fingerprint.of(message), out -> MessageCodec.encode(message, out));
        }
        frame.finish(new FeedPosition(number, 0, 0, 0, 0, false, false, false, Digest.EMPTY));
        return buffer;
    }

    @Setup(Level.Invocation)
    public void connect() {
        ReplicaEnvironment environment = new ReplicaEnvironment(
                broker.server(), null, null, null, null, null, (message, route) -> {}, null);
        index = new ReplicaIndex();
        applier = new FrameApplier(
                broker.storage(),
                new ReplicaContent(environment, queue),
                index,
                new Room(broker.server(), queue),
                executor,
                ORIGIN,
                new Unheard());
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void applied() throws Exception {
        CountDownLatch stored = new CountDownLatch(FRAMES);
        List<Exception> failures = new ArrayList<>();
        for (ByteBuf frame : frames) {
            executor.execute(() -> {
                try {
                    applier.apply((Changes) Frame.read(frame.duplicate()), stored::countDown);
                } catch (Exception e) {
                    failures.add(e);
                }
            });
        }
        if (!stored.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Not every frame was applied: " + failures);
        }
    }

    @TearDown(Level.Invocation)
    public void disconnect() throws Exception {
        // The queue shows a moment later what the journal has.
        await("everything is in the queue").until(() -> QueueDepth.of(queue) == MESSAGES);
        if (index.digest().count() != MESSAGES) {
            throw new IllegalStateException("The index has " + index.digest());
        }
        queue.deleteAllReferences();
        broker.storage().waitOnOperations();
    }

    @TearDown(Level.Trial)
    public void end() throws Exception {
        broker.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Unheard implements FrameApplier.ChangeListener {

        @Override
        public void added(long id) {}

        @Override
        public void removed(long id) {}

        @Override
        public void notFound() {}
    }
}
