// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.replicaqueues.extension.BenchmarkMessages;
import io.replicaqueues.extension.message.PageReader;
import java.util.List;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a message in a frame costs the session's thread, fingerprint and checksum included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FrameEncodeBenchmark {

    private static final int MESSAGES = 100;
    private static final int FRAME_SIZE = 128 * 1024;

    private List<Message> messages;
    private FrameBuilder frames;
    private ChangeFeed feed;
    private long next = 1;

    @Setup(Level.Trial)
    public void begin() {
        messages =
                IntStream.range(0, MESSAGES).mapToObj(BenchmarkMessages::of).toList();
        feed = new ChangeFeed(2 * MESSAGES, Long.MAX_VALUE);
        frames = new FrameBuilder(feed, new PageReader(null), FRAME_SIZE);
        feed.startRecording();
    }

    /** The messages of the frame before leave the original, and others come. */
    @Setup(Level.Invocation)
    public void change() {
        for (long id = Math.max(1, next - MESSAGES); id < next; id++) {
            feed.removed(id);
        }
        feed.takeRemovals(MESSAGES);
        for (Message message : messages) {
            feed.added(next, message);
            next++;
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public ByteBuf filled() {
        if (frames.fill() != MESSAGES) {
            throw new IllegalStateException("Not all are in one frame");
        }
        return frames.finish(false, false, true);
    }
}
