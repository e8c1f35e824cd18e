// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Whatever bytes a peer sends, reading them ends soon, takes little memory and fails in no other way than by a
 * {@link WireException}. System property {@code fuzz.inputs} sets how many inputs each test tries, {@code fuzz.seed}
 * repeats a run.
 */
class HostileBytesTest {

    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 100_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    private static final int LONGEST_RANDOM = 300;
    private static final int MOST_MUTATIONS = 8;
    /** Well above what {@link IdSetCodec#MAX_IDS} ids take, which a few bytes can claim. */
    private static final long MOST_BYTES_ALLOCATED = 1 << 20;

    private static final long[] TELLING_NUMBERS = {
        0, 1, -1, 0x7f, 0x80, 0xff, Short.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1L << 24
    };

    private static final List<byte[]> FRAMES = Stream.of(
                    Frames.welcome(), Frames.changesOfEveryKind(), Frames.manifest(), Frames.farewell())
            .map(ByteBufUtil::getBytes)
            .toList();
    private static final List<byte[]> ID_SETS = List.of(
            chunkOf(IdSets.of(1, 2, 3, 1L << 31, (1L << 31) + 1, 1L << 62)), chunkOf(IdSets.of(IdSets.GREATEST)));

    private final Random random = new Random(SEED);

    private interface Reader {
        void read(ByteBuf in) throws Exception;
    }

    @Test
    void framesFailOnlyWithAWireException() {
        attack(FRAMES, in -> {
            if (in.isReadable() && in.getByte(in.writerIndex() - 1) % 4 != 0) {
                // A hostile peer computes the checksum: without it nothing would come to be read.
                Frames.seal(in);
            }
            if (Frame.read(in) instanceof Changes changes) {
                changes.forEach(new RecordedChanges());
            }
        });
    }

    @Test
    void idSetsFailOnlyWithAWireException() {
        attack(ID_SETS, in -> IdSetCodec.readRunsInto(new Roaring64Bitmap(), in));
    }

    private void attack(List<byte[]> seeds, Reader reader) {
        Duration limit = Duration.ofSeconds(10).plusMillis(INPUTS);
        assertTimeoutPreemptively(limit, () -> {
            // The first reading loads classes, which allocates as well.
            for (byte[] seed : seeds) {
                reader.read(Unpooled.wrappedBuffer(seed));
            }
            for (int i = 0; i < INPUTS; i++) {
                byte[] input = next(seeds);
                attack(input, reader);
            }
        });
    }

    private static void attack(byte[] input, Reader reader) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            reader.read(Unpooled.wrappedBuffer(input));
        } catch (WireException expected) {
            assertTrue(expected.getMessage().lines().count() == 1, () -> told(input));
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            fail(told(input), e);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_BYTES_ALLOCATED, () -> allocated + " bytes allocated, " + told(input));
    }

    private static String told(byte[] input) {
        return "fuzz.seed=" + SEED + ", input " + ByteBufUtil.hexDump(input);
    }

    private byte[] next(List<byte[]> seeds) {
        if (random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(LONGEST_RANDOM)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) random.nextInt(6);
            }
            return bytes;
        }
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(MOST_MUTATIONS); i >= 0 && bytes.length > 0; i--) {
            bytes = mutated(bytes, seeds);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes, List<byte[]> seeds) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> write(bytes, at, TELLING_NUMBERS[random.nextInt(TELLING_NUMBERS.length)]);
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return Arrays.copyOf(bytes, bytes.length + random.nextInt(30));
            }
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int from = random.nextInt(other.length);
                byte[] spliced = Arrays.copyOf(bytes, at + other.length - from);
                System.arraycopy(other, from, spliced, at, other.length - from);
                return spliced;
            }
        }
        return bytes;
    }

    /** Big-endian, in 4 or 8 bytes, as far as there is room. */
    private void write(byte[] bytes, int at, long number) {
        int size = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >>> (8 * (size - 1 - i)));
        }
    }

    private static byte[] chunkOf(Roaring64Bitmap ids) {
        byte[][] first = new byte[1][];
        IdSetCodec.chunks(ids, Protocol.MAX_REQUEST_BODY, chunk -> first[0] = chunk);
        return first[0];
    }
}
