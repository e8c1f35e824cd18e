// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.wire.WireException;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage.MessageDataScanningStatus;
import org.apache.activemq.artemis.utils.collections.TypedProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a message that is followed keeps in memory beside its encoding: nothing. */
class CompactMessageTest {

    private static final String QUEUE = "every kind";
    private static final OriginalId MARK = new OriginalId(7, 8, 9);

    @TempDir
    static Path data;

    private static JournalBroker broker;
    private static List<Message> messages;

    @BeforeAll
    static void sendEveryKind() throws Exception {
        broker = new JournalBroker(data);
        EveryKind.send(broker, QUEUE);
        messages = broker.messages(QUEUE).stream()
                .filter(message -> !message.isLargeMessage())
                .toList();
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void aCompactMessageIsEqual() throws Exception {
        for (Message message : messages) {
            Message compact = MessageCodec.compact(marked(message), broker.storage());

            assertEquals(Fingerprint.ofFullContent(message), Fingerprint.ofFullContent(compact), message::toString);
            assertEquals(MARK, OriginalId.of(compact));
            assertEquals(message.getMessageID(), compact.getMessageID());
            assertEquals(message.getAddressSimpleString(), compact.getAddressSimpleString());
            assertEquals(encoded(marked(message)), encoded(compact), message::toString);
        }
    }

    @Test
    void aMessageAsAReplicaKeepsItIsMarkedCompactAndEqual() throws Exception {
        for (Message message : messages) {
            Message kept = MessageCodec.kept(copy(message), MARK, broker.storage());

            assertEquals(MARK, OriginalId.of(kept));
            assertEquals(Fingerprint.ofFullContent(message), Fingerprint.ofFullContent(kept), message::toString);
            assertEquals(message.getMessageID(), kept.getMessageID());
            assertEquals(message.getAddressSimpleString(), kept.getAddressSimpleString());
            assertTrue(isCompact(kept), message::toString);
            assertEquals(marked(message).getPropertyNames(), kept.getPropertyNames(), message::toString);
        }
    }

    @Test
    void theMarkOfAReplicasMessageIsReplacedWhenAnotherReplicaKeepsIt() throws Exception {
        OriginalId other = new OriginalId(4, 5, 6);
        for (Message message : messages) {
            Message kept = MessageCodec.kept(marked(message), other, broker.storage());

            assertEquals(other, OriginalId.of(kept));
            assertEquals(encoded(marked(message)).length(), encoded(kept).length(), message::toString);
            assertEquals(Fingerprint.ofFullContent(message), Fingerprint.ofFullContent(kept), message::toString);
        }
    }

    @Test
    void aMessageWithoutPropertiesIsMarked() {
        CoreMessage bare = new CoreMessage(1, 50);
        bare.setAddress(QUEUE);

        CoreMessage kept = (CoreMessage) MessageCodec.kept(bare, MARK, broker.storage());

        assertEquals(MARK, OriginalId.of(kept));
        assertEquals(kept.getEncodeSize(), kept.getBuffer().capacity());
    }

    @Test
    void whatAReplicaKeepsCanStillGrow() throws Exception {
        for (Message message : messages) {
            Message kept = MessageCodec.kept(copy(message), MARK, broker.storage());

            kept.setAddress("an address that is longer than " + message.getAddress());
            kept.reencode();

            assertTrue(encoded(kept).length() > encoded(marked(message)).length(), message::toString);
            assertEquals(MARK, OriginalId.of(kept));
        }
    }

    @Test
    void theMarkAndTheFingerprintAreReadWithoutDecodingAnything() throws Exception {
        for (Message message : messages) {
            Message compact = MessageCodec.compact(marked(message), broker.storage());

            assertEquals(MARK, OriginalId.of(compact));
            assertEquals(MARK.id(), OriginalId.idOf(compact));
            assertEquals(Fingerprint.of(message), Fingerprint.of(compact));
            assertTrue(isCompact(compact), message::toString);
        }
    }

    @Test
    void aQueueDecodesNothingOfAMessageThatIsAddedToIt() throws Exception {
        Queue replica = broker.queue("replica");
        for (Message message : messages) {
            Message received = marked(message);
            received.setMessageID(broker.storage().generateID());
            received.setAddress(replica.getAddress());
            RoutingContext context = new RoutingContextImpl(null);
            context.addQueue(replica.getAddress(), replica);
            broker.server()
                    .getPostOffice()
                    .processRoute(MessageCodec.compact(received, broker.storage()), context, false);
        }

        await().until(() -> broker.messages("replica").size() == messages.size());
        for (Message message : broker.messages("replica")) {
            assertTrue(isCompact(message), message::toString);
        }
    }

    @Test
    void aBufferThatIsLargerThanItsContentIsCutToIt() {
        CoreMessage roomy = new CoreMessage(1, 10_000);
        roomy.setAddress(QUEUE);
        roomy.getBodyBuffer().writeNullableSimpleString(SimpleString.of("a text"));

        CoreMessage compact = (CoreMessage) MessageCodec.compact(roomy, broker.storage());

        assertEquals(compact.getEncodeSize(), compact.getBuffer().capacity());
        assertEquals(
                "a text",
                compact.getReadOnlyBodyBuffer().readNullableSimpleString().toString());
    }

    @Test
    void onlyPropertiesOfThatNameAndOfBytesAreFound() {
        CoreMessage message = new CoreMessage(1, 100);
        SimpleString name = SimpleString.of("name");
        message.putStringProperty("nam", "name");
        message.putBytesProperty("name2", new byte[] {1});
        assertNull(EncodedProperties.bytes(message, name));

        message.putStringProperty(name, SimpleString.of("text"));
        assertNull(EncodedProperties.bytes(message, name));

        message.putBytesProperty(name, new byte[] {2, 3});
        assertEquals("0203", ByteBufUtil.hexDump(EncodedProperties.bytes(message, name)));
    }

    @Test
    void whatIsDecodedIsTheCallersOwn() {
        CoreMessage message = new CoreMessage(1, 100);
        message.putIntProperty("number", 1);

        TypedProperties decoded = EncodedProperties.decoded(message);
        decoded.putIntProperty(SimpleString.of("number"), 2);

        assertEquals(1, message.getIntProperty("number"));
    }

    /** Whether it holds its encoding and, of its sections or properties, nothing that a compact one could do without. */
    private static boolean isCompact(Message message) throws ReflectiveOperationException {
        if (message instanceof AMQPMessage amqp) {
            // Without its sections nobody could tell that it is not durable.
            return !message.isDurable() || amqp.getDataScanningStatus() == MessageDataScanningStatus.RELOAD_PERSISTENCE;
        }
        CoreMessage core = (CoreMessage) message;
        var properties = CoreMessage.class.getDeclaredField("properties");
        properties.setAccessible(true);
        return properties.get(core) == null && core.getBuffer().capacity() == core.getEncodeSize();
    }

    /** As it comes over the wire, with the mark set, and its id and address kept. */
    private static Message marked(Message message) throws WireException {
        Message copy = copy(message);
        MARK.markOn(copy);
        return copy;
    }

    private static Message copy(Message message) throws WireException {
        return MessageCodec.decode(Unpooled.copiedBuffer(bytes(message)), broker.storage());
    }

    private static String encoded(Message message) {
        return ByteBufUtil.hexDump(bytes(message));
    }

    private static ByteBuf bytes(Message message) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, out);
        return out;
    }
}
