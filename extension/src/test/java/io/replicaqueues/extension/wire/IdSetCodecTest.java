// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class IdSetCodecTest {

    @Provide
    Arbitrary<Roaring64Bitmap> idSets() {
        return IdSets.any();
    }

    @Property(tries = 200)
    void aSetIsReadBackAndWhatFollowsItIsLeftAlone(@ForAll("idSets") Roaring64Bitmap ids) throws Exception {
        ByteBuf buffer = Unpooled.buffer();
        IdSetCodec.write(ids, buffer);
        buffer.writeByte(42);

        Roaring64Bitmap read = new Roaring64Bitmap();
        IdSetCodec.readInto(read, buffer);

        assertEquals(ids, read);
        assertEquals(1, buffer.readableBytes());
    }

    @Property(tries = 200)
    void chunksStayBelowTheirLimitAndTogetherAreTheSet(
            @ForAll("idSets") Roaring64Bitmap ids, @ForAll @IntRange(min = 20, max = 400) int maxBytes)
            throws Exception {
        Roaring64Bitmap union = new Roaring64Bitmap();
        long sum = 0;
        for (byte[] chunk : chunks(ids, maxBytes)) {
            assertTrue(chunk.length <= maxBytes, () -> chunk.length + " bytes");
            Roaring64Bitmap part = read(chunk);
            assertFalse(part.isEmpty());
            sum += part.getLongCardinality();
            union.or(part);
        }

        assertEquals(ids, union);
        assertEquals(ids.getLongCardinality(), sum, "no id is in two chunks");
    }

    @Property(tries = 200)
    void readingAddsToWhatIsThere(@ForAll("idSets") Roaring64Bitmap some, @ForAll("idSets") Roaring64Bitmap others)
            throws Exception {
        Roaring64Bitmap expected = some.clone();
        expected.or(others);

        for (byte[] chunk : chunks(others, 100)) {
            IdSetCodec.readRunsInto(some, Unpooled.wrappedBuffer(chunk));
        }

        assertEquals(expected, some);
    }

    @Test
    void theRunAtTheBorderOfAChunkBeginsTheNextOne() throws Exception {
        Roaring64Bitmap ids = IdSets.of(1, 2, 3, 1L << 40, (1L << 40) + 1, (1L << 41));

        List<byte[]> chunks = chunks(ids, 20);

        assertEquals(3, chunks.size());
        assertEquals(IdSets.of(1, 2, 3), read(chunks.get(0)));
        assertEquals(IdSets.of(1L << 40, (1L << 40) + 1), read(chunks.get(1)));
        assertEquals(IdSets.of(1L << 41), read(chunks.get(2)));
    }

    @Test
    void noIdsAreNoChunkAndAnEmptySet() throws Exception {
        assertTrue(chunks(new Roaring64Bitmap(), 100).isEmpty());
        assertTrue(read(new byte[0]).isEmpty());
    }

    @Test
    void aRunLongerThanAReaderTakesAtOnceIsSplit() throws Exception {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        ids.addRange(7, 7 + IdSetCodec.MAX_IDS + 5);

        Roaring64Bitmap union = new Roaring64Bitmap();
        List<byte[]> chunks = chunks(ids, 60_000);
        for (byte[] chunk : chunks) {
            union.or(read(chunk));
        }

        assertTrue(chunks.size() > 1);
        assertEquals(ids, union);
    }

    /** {@link Roaring64Bitmap#addRange} takes some 10 ms for a range of one id. */
    @ParameterizedTest
    @ValueSource(longs = {2, 1 << 16, 1L << 31})
    void aHundredThousandLoneIdsAreReadInMilliseconds(long distance) {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        for (long i = 0; i < 100_000; i++) {
            ids.addLong(i * distance);
        }
        byte[] runs = chunks(ids, Integer.MAX_VALUE).get(0);

        Roaring64Bitmap read = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(runs));

        assertEquals(ids, read);
    }

    @Test
    void aMillionIdsInARowTakeAHandfulOfBytes() {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        ids.addRange(1L << 40, (1L << 40) + 1_000_000);

        assertTrue(chunks(ids, 60_000).get(0).length <= 10);
    }

    /** Each line: where the first run begins, its length; then the distance of the next and its length. */
    @ParameterizedTest
    @CsvSource({
        "0500, a run of no ids",
        "0581808008, more ids than a set may hold",
        "05ffffffffffffffff7f, a run beyond the greatest number",
        "ffffffffffffffff7e01ffffffffffffffff7f01, an id beyond the greatest number",
        "05, a run without a length",
        "058080, a length that breaks off"
    })
    void aMalformedSetIsRefused(String hex, String why) {
        byte[] bytes = ByteBufUtil.decodeHexDump(hex);

        assertThrows(WireException.class, () -> read(bytes), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000", "00000001", "ffffffff", "7fffffff0501"})
    void aSetShorterThanItSaysIsRefused(String hex) {
        ByteBuf buffer = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThrows(WireException.class, () -> IdSetCodec.readInto(new Roaring64Bitmap(), buffer));
    }

    private static List<byte[]> chunks(Roaring64Bitmap ids, int maxBytes) {
        List<byte[]> chunks = new ArrayList<>();
        IdSetCodec.chunks(ids, maxBytes, chunks::add);
        return chunks;
    }

    private static Roaring64Bitmap read(byte[] chunk) throws WireException {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        IdSetCodec.readRunsInto(ids, Unpooled.wrappedBuffer(chunk));
        return ids;
    }
}
