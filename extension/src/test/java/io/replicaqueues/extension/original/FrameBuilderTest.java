// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.message.PageReader;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class FrameBuilderTest {

    private static final int FRAME_SIZE = 4_096;

    @TempDir
    private Path data;

    @Test
    void aLargeMessageThatIsRemovedHalfWayIsGivenUp() throws Exception {
        try (JournalBroker broker = new JournalBroker(data)) {
            ChangeFeed feed = new ChangeFeed(1_000, Long.MAX_VALUE);
            FrameBuilder frames = new FrameBuilder(
                    feed, new PageReader(broker.queue("original").getPagingStore()), FRAME_SIZE);
            Message large = large(broker);
            feed.startRecording();
            feed.added(large.getMessageID(), large);
            assertEquals(List.of("head", "chunk"), next(frames).subList(0, 2));

            feed.removed(large.getMessageID());

            assertEquals(List.of("given up"), next(frames));
            assertEquals(1, frames.additions().size(), "who waits for it is let go with this frame");
            assertEquals(large.getMessageID(), frames.additions().getLong(0));
            assertEquals(Digest.EMPTY, feed.state().digest());
            assertEquals(List.of(), next(frames));
        }
    }

    @Test
    void aLargeMessageOnItsWayIsPending() throws Exception {
        try (JournalBroker broker = new JournalBroker(data)) {
            ChangeFeed feed = new ChangeFeed(1_000, Long.MAX_VALUE);
            FrameBuilder frames = new FrameBuilder(
                    feed, new PageReader(broker.queue("original").getPagingStore()), FRAME_SIZE);
            Message large = large(broker);
            feed.startRecording();
            feed.added(large.getMessageID(), large);
            frames.fill();
            assertEquals(1, position(frames).pending());

            await().until(() -> {
                frames.fill();
                return position(frames).ageMillis() > 0;
            });
            while (frames.isStreaming()) {
                frames.fill();
            }
            assertEquals(0, position(frames).pending());
        }
    }

    @Test
    void nothingIsPutBehindTheEndOfALargeBodyIfAskedFor() throws Exception {
        try (JournalBroker broker = new JournalBroker(data)) {
            ChangeFeed feed = new ChangeFeed(1_000, Long.MAX_VALUE);
            FrameBuilder frames = new FrameBuilder(
                    feed, new PageReader(broker.queue("original").getPagingStore()), 1024 * 1024);
            feed.startRecording();
            for (int i = 0; i < 3; i++) {
                Message large = large(broker);
                feed.added(large.getMessageID(), large);
            }
            frames.pauseBehindLargeBodies(true);

            frames.fill();
            assertFalse(frames.isStreaming());
            assertEquals(1, frames.additions().size());

            frames.pauseBehindLargeBodies(false);
            frames.fill();
            assertEquals(2, frames.additions().size());
        }
    }

    private static FeedPosition position(FrameBuilder frames) throws Exception {
        ByteBuf frame = frames.finish(false, false, true).copy();
        return ((Changes) Frame.read(frame.skipBytes(FeedOutlet.HEADROOM))).position();
    }

    @Test
    void theMemoryOfAFrameIsKeptThroughATrafficThatPausesAndLetGoOfWhenThereIsNone() throws Exception {
        ChangeFeed feed = new ChangeFeed(1_000, Long.MAX_VALUE);
        FrameBuilder frames = new FrameBuilder(feed, new PageReader(null), FRAME_SIZE);
        feed.startRecording();
        for (long id = 1; id <= 3; id++) {
            Message message = new CoreMessage(id, 1_000);
            message.putStringProperty("filling", "x".repeat(500));
            feed.added(id, message);
        }
        assertEquals(3, frames.fill());
        int busy = capacity(frames);
        assertTrue(busy > 3_000, () -> busy + " bytes");

        frames.fill();
        assertEquals(busy, capacity(frames));

        for (int i = 0; i < 4; i++) {
            assertEquals(0, frames.fill());
        }
        assertTrue(capacity(frames) <= 1_024, () -> capacity(frames) + " bytes");
    }

    private static int capacity(FrameBuilder frames) {
        return frames.finish(false, false, true).capacity();
    }

    /** What is done with large messages in the next frame. */
    private static List<String> next(FrameBuilder frames) throws Exception {
        frames.fill();
        ByteBuf frame = frames.finish(false, false, true).copy();
        List<String> seen = new ArrayList<>();
        ((Changes) Frame.read(frame.skipBytes(FeedOutlet.HEADROOM))).forEach(new Changes.Handler() {
            @Override
            public void removals(Roaring64Bitmap ids) {}

            @Override
            public void addition(long id, long fingerprint, ByteBuf message) {
                seen.add("message");
            }

            @Override
            public void largeHead(long id, long fingerprint, long bodySize, ByteBuf head) {
                seen.add("head");
            }

            @Override
            public void largeChunk(long id, ByteBuf bytes) {
                seen.add("chunk");
            }

            @Override
            public void largeEnd(long id, long bodyFingerprint) {
                seen.add("end");
            }

            @Override
            public void largeGivenUp(long id) {
                seen.add("given up");
            }
        });
        return seen;
    }

    private static Message large(JournalBroker broker) throws Exception {
        LargeServerMessage large = broker.storage().createCoreLargeMessage();
        Message message = broker.storage()
                .onLargeMessageCreate(broker.storage().generateID(), large)
                .toMessage();
        large.addBytes(new byte[300 * 1024]);
        large.releaseResources(true, true);
        return message;
    }
}
