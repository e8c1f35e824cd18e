// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.RecordedChanges.Addition;
import io.replicaqueues.extension.wire.RecordedChanges.Change;
import io.replicaqueues.extension.wire.RecordedChanges.LargeChunk;
import io.replicaqueues.extension.wire.RecordedChanges.LargeEnd;
import io.replicaqueues.extension.wire.RecordedChanges.LargeGivenUp;
import io.replicaqueues.extension.wire.RecordedChanges.LargeHead;
import io.replicaqueues.extension.wire.RecordedChanges.Removals;
import java.util.List;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Frames as an original writes them. */
final class Frames {

    static final FeedPosition POSITION = new FeedPosition(
            0x0101010101010101L,
            0x0202020202020202L,
            0x0303030303030303L,
            0x0404040404040404L,
            0x0505050505050505L,
            true,
            true,
            true,
            new Digest(0x0606060606060606L, 0x0707070707070707L, 0x0808080808080808L));

    private Frames() {}

    static ByteBuf changes(FeedPosition position, Roaring64Bitmap removals, List<Change> additions) {
        ByteBuf frame = Unpooled.buffer();
        ChangesWriter writer = new ChangesWriter(frame, removals);
        additions.forEach(addition -> append(writer, addition));
        writer.finish(position);
        return frame;
    }

    private static void append(ChangesWriter writer, Change change) {
        if (change instanceof Addition addition) {
            writer.addition(addition.id(), addition.fingerprint(), encoded(addition.message()));
        } else if (change instanceof LargeHead head) {
            writer.largeHead(head.id(), head.fingerprint(), head.bodySize(), encoded(head.head()));
        } else if (change instanceof LargeChunk chunk) {
            byte[] bytes = ByteBufUtil.decodeHexDump(chunk.bytes());
            writer.largeChunk(chunk.id(), bytes, bytes.length);
        } else if (change instanceof LargeEnd end) {
            writer.largeEnd(end.id(), end.bodyFingerprint());
        } else if (change instanceof LargeGivenUp givenUp) {
            writer.largeGivenUp(givenUp.id());
        } else if (change instanceof Removals) {
            throw new IllegalArgumentException("removals come first");
        }
    }

    private static Consumer<ByteBuf> encoded(String hex) {
        return out -> out.writeBytes(ByteBufUtil.decodeHexDump(hex));
    }

    /** Makes the checksum of an altered frame right again, where there is room for one. */
    static void seal(ByteBuf frame) {
        if (frame.readableBytes() >= Checksum.SIZE) {
            frame.writerIndex(frame.writerIndex() - Checksum.SIZE);
            Checksum.append(frame, frame.readerIndex());
        }
    }

    static ByteBuf welcome() {
        ByteBuf frame = Unpooled.buffer();
        new Welcome("a node id", 42, "an activation", 7, 1_000, "an address", "{\"name\":\"q\"}", 1_000).write(frame);
        return frame;
    }

    static ByteBuf manifest() {
        ByteBuf frame = Unpooled.buffer();
        new Manifest(7, false, List.of(new Manifest.Entry(1L << 40, -2), new Manifest.Entry(1, 11))).write(frame);
        return frame;
    }

    static ByteBuf farewell() {
        ByteBuf frame = Unpooled.buffer();
        new Farewell(Farewell.Reason.DELETED, "the original queue was deleted").write(frame);
        return frame;
    }

    static ByteBuf changesOfEveryKind() {
        return changes(
                POSITION,
                IdSets.of(3, 4, 5, 1L << 31, 1L << 62),
                List.of(
                        new Addition(1, 2, "0a0b0c"),
                        new LargeHead(3, 4, 300_000, "0d"),
                        new LargeChunk(3, "0e0f"),
                        new LargeEnd(3, 5),
                        new LargeGivenUp(6)));
    }
}
