// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageCodecTest {

    private static final String QUEUE = "every kind";

    @TempDir
    static Path data;

    private static JournalBroker broker;
    private static List<Message> messages;

    @BeforeAll
    static void sendEveryKind() throws Exception {
        broker = new JournalBroker(data);
        EveryKind.send(broker, QUEUE);
        messages = broker.messages(QUEUE);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void aMessageIsReadBackBitExact() throws Exception {
        for (Message message : messages) {
            if (message.isLargeMessage()) {
                continue;
            }
            Message read = MessageCodec.decode(encoded(message), broker.storage());

            assertEquals(message.getClass(), read.getClass());
            assertEquals(message.isDurable(), read.isDurable(), () -> "durability of " + message);
            assertEquals(message.getPriority(), read.getPriority(), () -> "priority of " + message);
            assertEquals(message.getExpiration(), read.getExpiration(), () -> "expiry of " + message);
            assertEquals(message.getTimestamp(), read.getTimestamp(), () -> "timestamp of " + message);
            assertEquals(message.getUserID(), read.getUserID(), () -> "user id of " + message);
            assertEquals(message.getPropertyNames(), read.getPropertyNames());
            assertEquals(ByteBufUtil.hexDump(encoded(message)), ByteBufUtil.hexDump(encoded(read)));
            assertEquals(Fingerprint.of(message), Fingerprint.of(read), () -> "fingerprint of " + message);
        }
    }

    @Test
    void aLargeMessageIsReadBackFromItsHeadAndItsBody() throws Exception {
        List<Message> large = messages.stream().filter(Message::isLargeMessage).toList();
        assertEquals(2, large.stream().map(Message::getClass).distinct().count(), "of Core and of AMQP");
        for (Message message : large) {
            Message read = MessageCodec.decode(encoded(message), broker.storage());
            assertEquals(message.getClass(), read.getClass());
            byte[] body = bodyOf((LargeServerMessage) message);
            append(body, read);

            assertArrayEquals(body, bodyOf((LargeServerMessage) read));
            assertEquals(message.isDurable(), read.isDurable());
            assertEquals(message.getPriority(), read.getPriority());
            assertEquals(message.getPropertyNames(), read.getPropertyNames());
            assertEquals(Fingerprint.of(message), Fingerprint.of(read));
            assertEquals(Fingerprint.ofFullContent(message), Fingerprint.ofFullContent(read));
            ((LargeServerMessage) read).deleteFile();
        }
    }

    @Test
    void anAmqpMessageWithoutHeaderIsNotDurable() throws Exception {
        Message message = EveryKind.standard(EveryKind.withoutHeader());
        message.setAddress(QUEUE);

        assertFalse(MessageCodec.decode(encoded(message), broker.storage()).isDurable());
    }

    @Test
    void aMessageThatSaysOnlyHowLongItWaitsIsDueWhenItsBrokerSays() throws Exception {
        org.apache.qpid.proton.message.Message delayed = EveryKind.durable(new AmqpValue("delayed"));
        delayed.setMessageAnnotations(
                new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-delivery-delay"), 3_600_000L)));
        Message message = EveryKind.standard(delayed);
        message.setAddress(QUEUE);
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, () -> 42, out);

        Message read = MessageCodec.decode(out, broker.storage());

        assertEquals(42, read.getScheduledDeliveryTime());
        assertEquals(Fingerprint.of(message), Fingerprint.of(read));
        Message kept = MessageCodec.kept(read, new OriginalId(1, 2, 3), broker.storage());
        assertEquals(42, kept.getScheduledDeliveryTime());
    }

    @Test
    void nobodyIsAskedWhenAnyOtherMessageIsDue() {
        for (Message message : messages) {
            ByteBuf out = Unpooled.buffer();
            MessageCodec.encode(
                    message,
                    () -> {
                        throw new AssertionError("asked for " + message);
                    },
                    out);

            assertEquals(encoded(message), out);
        }
    }

    @Test
    void aReadMessageKeepsNothingOfTheBuffer() throws Exception {
        for (Message message : messages) {
            ByteBuf encoded = encoded(message);
            Message read = MessageCodec.decode(encoded, broker.storage());
            encoded.setZero(0, encoded.capacity());

            if (!message.isLargeMessage()) {
                assertEquals(Fingerprint.of(message), Fingerprint.of(read));
            }
        }
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        assertThrows(WireException.class, () -> MessageCodec.decode(Unpooled.EMPTY_BUFFER, broker.storage()));
        assertThrows(
                WireException.class,
                () -> MessageCodec.decode(Unpooled.wrappedBuffer(new byte[] {3, 1, 2}), broker.storage()));
        ByteBuf encoded = encoded(messages.get(0));
        ByteBuf cutShort = encoded.slice(0, encoded.readableBytes() / 2);
        assertThrows(WireException.class, () -> MessageCodec.decode(cutShort, broker.storage()));
    }

    private static void append(byte[] body, Message read) throws Exception {
        LargeServerMessage large = (LargeServerMessage) read;
        long id = broker.storage().generateID();
        read.setMessageID(id);
        large.setStorageManager(broker.storage());
        broker.storage().onLargeMessageCreate(id, large);
        large.addBytes(body);
        large.releaseResources(true, true);
    }

    private static byte[] bodyOf(LargeServerMessage message) throws Exception {
        try (LargeBodyReader reader = message.getLargeBody().getLargeBodyReader()) {
            reader.open();
            ByteBuffer body = ByteBuffer.allocate((int) reader.getSize());
            reader.readInto(body);
            assertTrue(body.capacity() > 100_000, () -> body.capacity() + " bytes");
            return body.array();
        }
    }

    private static ByteBuf encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, out);
        return out;
    }
}
