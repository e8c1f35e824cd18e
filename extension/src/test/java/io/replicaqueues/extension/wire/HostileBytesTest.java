// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.fuzz.Attack;
import io.replicaqueues.extension.fuzz.HostileInputs;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Whatever bytes a peer sends, reading them ends soon, takes little memory and fails in no other way than by a
 * {@link WireException}.
 */
class HostileBytesTest {

    /** Well above what {@link IdSetCodec#MAX_IDS} ids in one run take, which a few bytes can claim. */
    private static final long BYTES = 1 << 20;

    private static final int BYTES_PER_BYTE = 200;

    private static final HostileInputs FRAMES = new HostileInputs(
            Stream.of(Frames.welcome(), Frames.changesOfEveryKind(), Frames.manifest(), Frames.farewell())
                    .map(ByteBufUtil::getBytes)
                    .toList());

    private static final HostileInputs ID_SETS = new HostileInputs(List.of(
            chunkOf(IdSets.of(1, 2, 3, 1L << 31, (1L << 31) + 1, 1L << 62)), chunkOf(IdSets.of(IdSets.GREATEST))));

    private final Attack onFrames =
            new Attack(HostileBytesTest::readFrame, BYTES, BYTES_PER_BYTE, Set.of(WireException.class));

    private final Attack onIdSets =
            new Attack(HostileBytesTest::readIds, BYTES, BYTES_PER_BYTE, Set.of(WireException.class));

    @Test
    void framesFailOnlyWithAWireException() {
        onFrames.with(FRAMES, Attack.SOME);
    }

    @Test
    void idSetsFailOnlyWithAWireException() {
        onIdSets.with(ID_SETS, Attack.SOME);
    }

    @Tag("soak")
    @Test
    void noneOfManyFramesFailsOtherwise() {
        onFrames.with(FRAMES, Attack.MANY);
    }

    @Tag("soak")
    @Test
    void noneOfManyIdSetsFailsOtherwise() {
        onIdSets.with(ID_SETS, Attack.MANY);
    }

    private static void readFrame(byte[] input) throws Exception {
        ByteBuf in = Unpooled.wrappedBuffer(input);
        if (input.length > 0 && input[input.length - 1] % 4 != 0) {
            // A hostile peer computes the checksum: without it nothing would come to be read.
            Frames.seal(in);
        }
        if (Frame.read(in) instanceof Changes changes) {
            changes.forEach(new RecordedChanges());
        }
    }

    private static void readIds(byte[] input) throws WireException {
        IdSetCodec.readRunsInto(new Roaring64Bitmap(), Unpooled.wrappedBuffer(input));
    }

    private static byte[] chunkOf(Roaring64Bitmap ids) {
        byte[][] first = new byte[1][];
        IdSetCodec.chunks(ids, Protocol.MAX_REQUEST_BODY, chunk -> first[0] = chunk);
        return first[0];
    }
}
