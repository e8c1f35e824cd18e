// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Notes every change of a frame in its order; confined to one thread. */
final class RecordedChanges implements Changes.Handler {

    final List<Change> changes = new ArrayList<>();

    /** One call of the handler; bytes in hex, so that two calls can be compared. */
    sealed interface Change {}

    record Removals(Roaring64Bitmap ids) implements Change {}

    record Addition(long id, long fingerprint, String message) implements Change {}

    record LargeHead(long id, long fingerprint, long bodySize, String head) implements Change {}

    record LargeChunk(long id, String bytes) implements Change {}

    record LargeEnd(long id, long bodyFingerprint) implements Change {}

    record LargeGivenUp(long id) implements Change {}

    @Override
    public void removals(Roaring64Bitmap ids) {
        changes.add(new Removals(ids));
    }

    @Override
    public void addition(long id, long fingerprint, ByteBuf message) {
        changes.add(new Addition(id, fingerprint, ByteBufUtil.hexDump(message)));
    }

    @Override
    public void largeHead(long id, long fingerprint, long bodySize, ByteBuf head) {
        changes.add(new LargeHead(id, fingerprint, bodySize, ByteBufUtil.hexDump(head)));
    }

    @Override
    public void largeChunk(long id, ByteBuf bytes) {
        changes.add(new LargeChunk(id, ByteBufUtil.hexDump(bytes)));
    }

    @Override
    public void largeEnd(long id, long bodyFingerprint) {
        changes.add(new LargeEnd(id, bodyFingerprint));
    }

    @Override
    public void largeGivenUp(long id) {
        changes.add(new LargeGivenUp(id));
    }
}
