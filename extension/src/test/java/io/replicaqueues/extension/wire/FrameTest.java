// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.RecordedChanges.Addition;
import io.replicaqueues.extension.wire.RecordedChanges.Change;
import io.replicaqueues.extension.wire.RecordedChanges.LargeChunk;
import io.replicaqueues.extension.wire.RecordedChanges.LargeEnd;
import io.replicaqueues.extension.wire.RecordedChanges.LargeGivenUp;
import io.replicaqueues.extension.wire.RecordedChanges.LargeHead;
import io.replicaqueues.extension.wire.RecordedChanges.Removals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class FrameTest {

    @Property(tries = 300)
    void welcomeIsReadBack(
            @ForAll String nodeId,
            @ForAll long queueId,
            @ForAll String activation,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long knownUntil,
            @ForAll @IntRange(min = 1, max = 3_000) int heartbeat,
            @ForAll String address,
            @ForAll String settings,
            @ForAll long depth)
            throws Exception {
        Welcome welcome = new Welcome(
                encodable(nodeId),
                queueId,
                encodable(activation),
                knownUntil,
                heartbeat,
                encodable(address),
                encodable(settings),
                depth);
        ByteBuf frame = Unpooled.buffer();
        welcome.write(frame);

        assertEquals(welcome, Frame.read(frame));
        assertEquals(0, frame.readableBytes());
    }

    @Test
    void anotherProtocolVersionIsRefusedWithBothVersions() {
        ByteBuf frame = Frames.welcome();
        frame.setShort(1, 65_535);
        Frames.seal(frame);

        WireException refusal = assertThrows(WireException.class, () -> Frame.read(frame));

        assertTrue(refusal.getMessage()
                .contains("protocol version 65535 of queue replication, the replica " + Protocol.VERSION));
    }

    @Property(tries = 300)
    void manifestIsReadBack(@ForAll long token, @ForAll boolean last, @ForAll Map<Long, Long> fingerprints)
            throws Exception {
        List<Manifest.Entry> withoutNone = new ArrayList<>();
        fingerprints.forEach((id, fingerprint) ->
                withoutNone.add(new Manifest.Entry(id, fingerprint == Manifest.NONE ? 1L : fingerprint)));
        ByteBuf frame = Unpooled.buffer();
        new Manifest(token, last, withoutNone).write(frame);

        assertEquals(new Manifest(token, last, withoutNone), Frame.read(frame));
    }

    @Test
    void aManifestWithoutAFingerprintIsRefused() {
        ByteBuf frame = Frames.manifest();
        frame.setLong(frame.writerIndex() - Checksum.SIZE - Long.BYTES, Manifest.NONE);
        Frames.seal(frame);

        assertThrows(WireException.class, () -> Frame.read(frame));
    }

    @ParameterizedTest
    @EnumSource
    void farewellIsReadBack(Farewell.Reason reason) throws Exception {
        Farewell farewell = new Farewell(reason, "Zürich, 東京, 🐇");
        ByteBuf frame = Unpooled.buffer();
        farewell.write(frame);

        assertEquals(farewell, Frame.read(frame));
    }

    @Property(tries = 300)
    void changesAreReadBackInTheirOrder(
            @ForAll("positions") FeedPosition position,
            @ForAll("idSets") Roaring64Bitmap removals,
            @ForAll("additions") List<Change> additions)
            throws Exception {
        List<Change> expected = new ArrayList<>(additions);
        if (!removals.isEmpty()) {
            expected.add(0, new Removals(removals));
        }

        Changes changes = assertInstanceOf(Changes.class, Frame.read(Frames.changes(position, removals, additions)));
        RecordedChanges read = new RecordedChanges();
        changes.forEach(read);

        assertEquals(position, changes.position());
        assertEquals(expected, read.changes);
    }

    @Test
    void theHeaderStandsWhereTheTableSays() {
        ByteBuf frame = Frames.changes(Frames.POSITION, new Roaring64Bitmap(), List.of());

        assertEquals(2, frame.getByte(0));
        assertEquals(1 | 2 | 4, frame.getByte(1));
        for (int i = 0; i < 8; i++) {
            assertEquals(0x0101010101010101L * (i + 1), frame.getLong(2 + 8 * i));
        }
        assertEquals(0, frame.getInt(66), "bytes of removed ids");
        assertEquals(70 + Checksum.SIZE, frame.readableBytes());
    }

    @Test
    void theFlagsAreIndependent() throws Exception {
        FeedPosition catchingUp = new FeedPosition(1, 2, 3, 4, 5, true, false, false, Digest.EMPTY);
        FeedPosition synchronous = new FeedPosition(1, 2, 3, 4, 5, false, true, false, Digest.EMPTY);
        FeedPosition digestKnown = new FeedPosition(1, 2, 3, 4, 5, false, false, true, Digest.EMPTY);

        assertEquals(
                1, Frames.changes(catchingUp, new Roaring64Bitmap(), List.of()).getByte(1));
        assertEquals(
                2, Frames.changes(digestKnown, new Roaring64Bitmap(), List.of()).getByte(1));
        assertEquals(
                4, Frames.changes(synchronous, new Roaring64Bitmap(), List.of()).getByte(1));
    }

    @Test
    void removalsAndAdditionsStandWhereTheTableSays() {
        ByteBuf frame = Frames.changes(
                Frames.POSITION, IdSets.of(9), List.of(new Addition(1, 2, "aabb"), new LargeHead(3, 4, 5, "cc")));

        assertEquals(2, frame.getInt(66), "bytes of removed ids");
        assertEquals(9, frame.getByte(70));
        assertEquals(1, frame.getByte(71));
        int message = 72;
        assertEquals(1, frame.getByte(message));
        assertEquals(1, frame.getLong(message + 1));
        assertEquals(2, frame.getLong(message + 9));
        assertEquals(2, frame.getInt(message + 17));
        assertEquals((short) 0xaabb, frame.getShort(message + 21));
        int head = message + 23;
        assertEquals(2, frame.getByte(head));
        assertEquals(3, frame.getLong(head + 1));
        assertEquals(4, frame.getLong(head + 9));
        assertEquals(5, frame.getLong(head + 17));
        assertEquals(1, frame.getInt(head + 25));
        assertEquals((byte) 0xcc, frame.getByte(head + 29));
        assertEquals(head + 30 + Checksum.SIZE, frame.readableBytes());
    }

    @Test
    void aMessageThatFailsToEncodeLeavesNoTraceInTheFrame() throws Exception {
        ByteBuf buffer = Unpooled.buffer();
        ChangesWriter writer = new ChangesWriter(buffer, new Roaring64Bitmap());
        writer.addition(1, 1, out -> out.writeByte(1));
        int size = writer.size();

        assertThrows(
                IllegalStateException.class,
                () -> writer.addition(2, 2, out -> {
                    out.writeByte(2);
                    throw new IllegalStateException();
                }));

        assertEquals(1, writer.additions());
        assertEquals(size, writer.size());
        writer.finish(Frames.POSITION);
        RecordedChanges read = new RecordedChanges();
        assertInstanceOf(Changes.class, Frame.read(buffer)).forEach(read);
        assertEquals(List.of(new Addition(1, 1, "01")), read.changes);
    }

    @Test
    void aFrameBeginsAtTheWriterIndexAndLeavesWhatStandsBefore() {
        ByteBuf buffer = Unpooled.buffer().writeLong(-1);
        new ChangesWriter(buffer, new Roaring64Bitmap()).finish(Frames.POSITION);

        assertEquals(-1, buffer.getLong(0));
        assertEquals(Protocol.CHANGES_FRAME, buffer.getByte(8));
    }

    @Test
    void everyDamagedBitIsNoticed() {
        for (ByteBuf frame :
                List.of(Frames.welcome(), Frames.changesOfEveryKind(), Frames.manifest(), Frames.farewell())) {
            for (int bit = 0; bit < 8 * frame.writerIndex(); bit++) {
                ByteBuf damaged = frame.copy();
                damaged.setByte(bit / 8, damaged.getByte(bit / 8) ^ (1 << bit % 8));

                assertThrows(WireException.class, () -> Frame.read(damaged));
            }
        }
    }

    @Test
    void aFrameInSeveralPiecesIsReadAsAWhole() throws Exception {
        ByteBuf frame = Frames.changesOfEveryKind();
        byte[] head = new byte[50];
        frame.readBytes(head);
        RecordedChanges read = new RecordedChanges();

        ByteBuf pieces = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(head), frame);
        assertInstanceOf(Changes.class, Frame.read(pieces)).forEach(read);

        assertEquals(6, read.changes.size());
    }

    @Provide
    Arbitrary<Roaring64Bitmap> idSets() {
        return IdSets.any();
    }

    @Provide
    Arbitrary<FeedPosition> positions() {
        Arbitrary<Digest> digests =
                Combinators.combine(longs(), longs(), longs()).as(Digest::new);
        Arbitrary<Integer> flags = Arbitraries.integers().between(0, 7);
        return Combinators.combine(longs(), longs(), longs(), longs(), longs(), flags, digests)
                .as((frame, depth, remaining, pending, age, bits, digest) -> new FeedPosition(
                        frame,
                        depth,
                        remaining,
                        pending,
                        age,
                        (bits & 1) != 0,
                        (bits & 2) != 0,
                        (bits & 4) != 0,
                        digest));
    }

    @Provide
    Arbitrary<List<Change>> additions() {
        Arbitrary<String> bytes = Arbitraries.strings()
                .withChars("0123456789abcdef")
                .ofMaxLength(200)
                .filter(hex -> hex.length() % 2 == 0);
        return Arbitraries.<Change>oneOf(
                        Combinators.combine(longs(), longs(), bytes).as(Addition::new),
                        Combinators.combine(longs(), longs(), longs(), bytes).as(LargeHead::new),
                        Combinators.combine(longs(), bytes).as(LargeChunk::new),
                        Combinators.combine(longs(), longs()).as(LargeEnd::new),
                        longs().map(LargeGivenUp::new))
                .list()
                .ofMaxSize(30);
    }

    private static Arbitrary<Long> longs() {
        return Arbitraries.longs();
    }

    /** Half a surrogate pair has no UTF-8. */
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
