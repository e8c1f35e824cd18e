// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.wire.Changes;
import io.replicaqueues.extension.wire.ChangesWriter;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.FeedPosition;
import io.replicaqueues.extension.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class FrameApplierTest {

    private static final long SECONDS = 60;
    private static final long ORIGIN = 17;
    private static final byte[] BODY = new byte[1_000];

    @TempDir
    private Path data;

    private final List<Long> stored = new CopyOnWriteArrayList<>();
    private JournalBroker broker;
    private Queue queue;
    private OrderedContext executor;
    private Runnable beforeRoute = () -> {};
    private FrameApplier applier;

    @BeforeEach
    void start() throws Exception {
        broker = new JournalBroker(data);
        queue = broker.queue("replica");
        executor = new OrderedContext(broker.server());
        ReplicaEnvironment environment = new ReplicaEnvironment(
                broker.server(), null, null, null, null, null, (message, route) -> beforeRoute.run(), null);
        applier = new FrameApplier(
                broker.storage(),
                new ReplicaContent(environment, queue),
                new ReplicaIndex(),
                new Room(broker.server(), queue),
                executor,
                ORIGIN,
                new UnheardChanges());
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void aFrameIsReportedAsStoredAfterThoseBeforeItHoweverLongTheyTake() throws Exception {
        apply(1, new Roaring64Bitmap(), scheduled(1));
        await().until(() -> stored.equals(List.of(1L)));

        // A scheduled message is found and removed in a transaction of its own.
        CompletableFuture<Object> together = executor.submit(() -> {
            take(2, Roaring64Bitmap.bitmapOf(1), plain(2));
            take(3, new Roaring64Bitmap(), plain(3));
            take(4, new Roaring64Bitmap(), plain(4));
            return null;
        });
        together.get(SECONDS, TimeUnit.SECONDS);

        await().untilAsserted(() -> assertEquals(List.of(1L, 2L, 3L, 4L), stored));
        assertEquals(0, queue.getScheduledCount());
        assertEquals(3, broker.messages("replica").size());
    }

    @Test
    void aSecondCopyDoesNotHideTheMessageThatBelongs() throws Exception {
        apply(1, new Roaring64Bitmap(), plain(1));
        apply(2, new Roaring64Bitmap(), plain(2));
        // From the first removal on messages are looked up by the original's id.
        apply(3, Roaring64Bitmap.bitmapOf(1), plain(3));
        await().until(() -> broker.messages("replica").size() == 2);
        broker.put(broker.messages("replica").get(0).copy(0), "replica");
        await().until(() -> broker.messages("replica").size() == 3);

        removeForeign(broker.messages("replica").get(2).getMessageID());
        apply(4, Roaring64Bitmap.bitmapOf(2), plain(4));

        await().untilAsserted(() -> assertEquals(List.of(1L, 2L, 3L, 4L), stored));
        assertEquals(
                List.of(3L, 4L),
                broker.messages("replica").stream().map(OriginalId::idOf).toList());
    }

    @Test
    void theBodyOfALargeMessageThatCouldNotBeAddedIsDeleted() throws Exception {
        LargeServerMessage original = large(1);
        List<Path> before = bodies();
        beforeRoute = () -> {
            throw new IllegalStateException("another plugin does not like it");
        };

        assertThrows(ExecutionException.class, () -> applyLarge(original));
        assertEquals(before.size() + 1, bodies().size());
        executor.execute(applier::discardIncomplete);

        await().untilAsserted(() -> assertEquals(before, bodies()));
    }

    @Test
    void theBodyOfALargeMessageIsDeletedOnceWhenTheBrokerHasNoRoomForIt() throws Exception {
        LargeServerMessage original = large(1);
        List<Path> before = bodies();
        apply(1, new Roaring64Bitmap(), plain(2));
        beforeRoute = this::limitTheAddress;

        ExecutionException refusal = assertThrows(ExecutionException.class, () -> applyLarge(original));
        assertTrue(refusal.getCause() instanceof NoRoomException, refusal::toString);
        executor.execute(applier::discardIncomplete);

        await().untilAsserted(() -> assertEquals(before, bodies()));
        assertTrue(broker.server().isStarted());
    }

    @Test
    void theBodyOfALargeMessageIsDeletedWithTheFrameThatIsTakenBack() throws Exception {
        LargeServerMessage original = large(1);
        List<Path> before = bodies();
        AtomicInteger routed = new AtomicInteger();
        beforeRoute = () -> {
            if (routed.incrementAndGet() == 2) {
                throw new IllegalStateException("another plugin does not like the second");
            }
        };

        assertThrows(ExecutionException.class, () -> applyLarge(original, plain(2)));
        executor.execute(applier::discardIncomplete);

        await().untilAsserted(() -> assertEquals(before, bodies()));
        assertEquals(2, routed.get());
        assertEquals(List.of(), broker.messages("replica"));
    }

    private void limitTheAddress() {
        broker.server()
                .getAddressSettingsRepository()
                .addMatch(
                        "replica",
                        new AddressSettings()
                                .setMaxSizeBytes(1)
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
    }

    private LargeServerMessage large(long id) throws Exception {
        LargeServerMessage large = broker.storage().createCoreLargeMessage(id, plain(id));
        large.addBytes(BODY);
        large.releaseResources(true, false);
        return large;
    }

    private List<Path> bodies() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("large-messages"))) {
            return files.sorted().toList();
        }
    }

    private void applyLarge(LargeServerMessage original, Message... more) throws Exception {
        Message message = original.toMessage();
        ByteBuf buffer = Unpooled.buffer();
        ChangesWriter writer = new ChangesWriter(buffer, new Roaring64Bitmap());
        writer.largeHead(
                message.getMessageID(), Fingerprint.of(message), BODY.length, out -> MessageCodec.encode(message, out));
        writer.largeChunk(message.getMessageID(), BODY, BODY.length);
        writer.largeEnd(
                message.getMessageID(),
                Fingerprint.newHashStream().putBytes(BODY).getAsLong());
        for (Message each : more) {
            writer.addition(each.getMessageID(), Fingerprint.of(each), out -> MessageCodec.encode(each, out));
        }
        writer.finish(new FeedPosition(9, 0, 0, 0, 0, false, false, false, Digest.EMPTY));
        executor.submit(() -> {
                    applier.apply((Changes) Frame.read(buffer), () -> stored.add(9L));
                    return null;
                })
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private void removeForeign(long id) throws Exception {
        executor.submit(() -> {
                    applier.removeForeign(List.of(reference(id)));
                    return null;
                })
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private MessageReference reference(long id) {
        try (LinkedListIterator<MessageReference> each = queue.browserIterator()) {
            while (true) {
                MessageReference reference = each.next();
                if (reference.getMessageID() == id) {
                    return reference;
                }
            }
        }
    }

    private void apply(long frame, Roaring64Bitmap removals, Message addition) throws Exception {
        executor.submit(() -> {
                    take(frame, removals, addition);
                    return null;
                })
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private void take(long frame, Roaring64Bitmap removals, Message addition) throws Exception {
        ByteBuf buffer = Unpooled.buffer();
        ChangesWriter writer = new ChangesWriter(buffer, removals);
        writer.addition(addition.getMessageID(), Fingerprint.of(addition), out -> MessageCodec.encode(addition, out));
        writer.finish(new FeedPosition(frame, 0, 0, 0, 0, false, false, false, Digest.EMPTY));
        applier.apply((Changes) Frame.read(buffer), () -> stored.add(frame));
    }

    private static CoreMessage plain(long id) {
        CoreMessage message = new CoreMessage(id, 100);
        message.setAddress("replica");
        message.setDurable(true);
        message.getEncodeSize();
        return message;
    }

    private static Message scheduled(long id) {
        CoreMessage message = plain(id);
        message.setScheduledDeliveryTime(System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1));
        message.getEncodeSize();
        return message;
    }
}
