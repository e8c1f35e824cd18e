// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.fuzz.Attack;
import io.replicaqueues.extension.fuzz.HostileInputs;
import io.replicaqueues.extension.wire.WireException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a hostile original sends in place of an encoded message, the replica's broker is not harmed by reading it. */
class HostileMessagesTest {

    private static final String QUEUE = "every kind";
    private static final int LONGEST = 2_000;
    private static final int TO_BE_STORED = 30_000;

    private static final long BYTES = 256 * 1024;
    /** A property of five bytes takes an entry, a name and a value in memory. */
    private static final int BYTES_PER_BYTE = 64;

    @TempDir
    private static Path data;

    private static JournalBroker broker;
    private static HostileInputs inputs;

    private final Attack attack = new Attack(
            HostileMessagesTest::take, BYTES, BYTES_PER_BYTE, Set.of(WireException.class, ActiveMQException.class));

    @BeforeAll
    static void encodeEveryKind() throws Exception {
        broker = new JournalBroker(data);
        EveryKind.send(broker, QUEUE);
        inputs = new HostileInputs(broker.messages(QUEUE).stream()
                .map(HostileMessagesTest::encoded)
                .filter(encoded -> encoded.length < LONGEST)
                .toList());
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void aNegativeLengthOfTextDoesNotEndTheJvm() {
        CoreMessage message = new CoreMessage(1, 50);
        message.setAddress(QUEUE).putStringProperty("a name", "a value");
        byte[] encoded = encoded(message);
        String hex = ByteBufUtil.hexDump(encoded);
        int name = hex.indexOf("0000000c6100") / 2;

        HostileInputs.write(encoded, name, -6, Integer.BYTES);

        assertEquals(
                "a part of -6 bytes stands where " + (encoded.length - name - Integer.BYTES) + " are left",
                assertThrows(WireException.class, () -> take(encoded)).getMessage());
    }

    @Test
    void noLengthOrCountAnywhereInAMessageIsBelieved() throws Exception {
        attack.warmUp(inputs);
        for (byte[] valid : inputs.valid()) {
            for (int at = 0; at < valid.length; at++) {
                for (long number : HostileInputs.TELLING_NUMBERS) {
                    byte[] hostile = valid.clone();
                    HostileInputs.write(hostile, at, number, Integer.BYTES);
                    attack.with(hostile);
                }
            }
        }
    }

    @Test
    void messagesAreReadOrRefusedAndNothingElse() {
        attack.with(inputs, Attack.SOME);
    }

    @Tag("soak")
    @Test
    void noneOfManyMessagesIsTakenOtherwise() {
        attack.with(inputs, Attack.MANY);
    }

    @Test
    void valuesNestedWithoutEndAreRefused() {
        ByteBuf annotations = Unpooled.buffer();
        int levels = 20_000;
        for (int i = levels; i > 0; i--) {
            // A list of 32 bit sizes with one element, which is the next.
            annotations.writeByte(0xd0).writeInt(9 * i - 4).writeInt(1);
        }
        annotations.writerIndex(annotations.writerIndex() - 5).writeInt(4).writeInt(0);

        assertEquals(
                "values are nested more than " + EncodedAmqp.DEEPEST + " deep",
                assertThrows(WireException.class, () -> take(amqp(annotations))).getMessage());
    }

    @Test
    void elementsThatTakeNoByteAreNotCountedWithoutEnd() {
        ByteBuf annotations = Unpooled.buffer();
        annotations.writeByte(0xf0).writeInt(5).writeInt(Integer.MAX_VALUE).writeByte(0x40);

        attack.with(amqp(annotations));
        assertThrows(WireException.class, () -> take(amqp(annotations)));
    }

    /** The broker takes them for the body, stores them, and loses the message when it reads its journal again. */
    @ParameterizedTest
    @CsvSource({
        "57a30e,                            a value of type 87 stands in place of a section",
        "8000000000000000000000000000000000, a value of type 128 stands in place of a section",
        "004476,                            no section is known by the number 0",
        "00535700,                          no section is known by the number 87",
        "008000000000000000790000,          no section is known by the number 121",
    })
    void whatIsNeitherASectionNorABodyIsRefused(String hex, String refusal) {
        ByteBuf annotationsAndMore =
                Unpooled.buffer().writeByte(0xc1).writeByte(1).writeByte(0);
        annotationsAndMore.writeBytes(ByteBufUtil.decodeHexDump(hex));

        assertEquals(
                refusal,
                assertThrows(WireException.class, () -> take(amqp(annotationsAndMore)))
                        .getMessage());
    }

    @Test
    void aPriorityThatTheBrokerHasNoPlaceForIsRefused() {
        CoreMessage message = new CoreMessage(1, 50);
        message.setAddress(QUEUE).setPriority((byte) 10);

        assertEquals(
                "its priority is 10",
                assertThrows(WireException.class, () -> take(encoded(message))).getMessage());
    }

    @Test
    void whatIsNotRefusedCanBeStoredBrowsedAndReadAgainAfterARestart(@TempDir Path folder) throws Exception {
        try (JournalBroker storing = new JournalBroker(folder)) {
            Map<Long, Long> stored = new HashMap<>();
            for (int i = 0; i < TO_BE_STORED; i++) {
                Message message = taken(inputs.next());
                if (message != null && isKeptOverARestart(message)) {
                    long fingerprint = Fingerprint.of(message);
                    storing.put(message, QUEUE);
                    stored.put(message.getMessageID(), fingerprint);
                }
            }
            assertTrue(stored.size() > TO_BE_STORED / 200, () -> stored.size() + " stored");
            assertEquals(stored, fingerprints(storing));

            storing.restart();

            assertEquals(stored, fingerprints(storing));
        }
    }

    /** Null if the input is refused. */
    private static Message taken(byte[] input) {
        try {
            Message message = MessageCodec.decode(Unpooled.wrappedBuffer(input), broker.storage());
            OriginalId mark = new OriginalId(1, 2, Fingerprint.of(message));
            return message.isLargeMessage() ? null : MessageCodec.kept(message, mark, broker.storage());
        } catch (WireException | ActiveMQException refusal) {
            return null;
        }
    }

    private static boolean isKeptOverARestart(Message message) {
        return message.isDurable() && message.getExpiration() == 0 && message.getScheduledDeliveryTime() == 0;
    }

    private static Map<Long, Long> fingerprints(JournalBroker storing) throws Exception {
        Map<Long, Long> fingerprints = new HashMap<>();
        for (Message message : storing.messages(QUEUE)) {
            fingerprints.put(message.getMessageID(), Fingerprint.of(message));
        }
        return fingerprints;
    }

    /** As the replica does before it stores a message. */
    private static void take(byte[] input) throws Exception {
        Message message = MessageCodec.decode(Unpooled.wrappedBuffer(input), broker.storage());
        long fingerprint = Fingerprint.of(message);
        if (!message.isLargeMessage()) {
            var unused = MessageCodec.kept(message, new OriginalId(1, 2, fingerprint), broker.storage());
        }
    }

    /** An AMQP message, as the replica gets it, with this value in place of its annotations. */
    private static byte[] amqp(ByteBuf annotations) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(2).writeByte(5);
        out.writeLong(1).writeLong(0).writeByte(0);
        out.writeInt(3 + annotations.readableBytes());
        out.writeByte(0).writeByte(0x53).writeByte(0x72).writeBytes(annotations);
        out.writeInt(0).writeLong(0);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, out);
        return ByteBufUtil.getBytes(out);
    }
}
