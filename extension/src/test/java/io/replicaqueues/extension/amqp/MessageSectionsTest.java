// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.amqp.MessageSections.MalformedMessageException;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageSectionsTest {

    private static final byte[] BODY = {1, 2, 3};

    @Test
    void thePayloadIsFoundAmongAllOtherSections() throws Exception {
        Message message = messageOf(new Data(new Binary(new byte[300])));
        message.setDurable(true);
        message.setTtl(5_000);
        message.setMessageId("an id");
        message.setCreationTime(1);
        message.setDeliveryAnnotations(new DeliveryAnnotations(Map.of(Symbol.valueOf("d"), 1)));
        message.setMessageAnnotations(new MessageAnnotations(Map.of(Symbol.valueOf("m"), "x".repeat(300))));
        message.setApplicationProperties(new ApplicationProperties(Map.of("p", true)));
        message.setFooter(new Footer(Map.of(Symbol.valueOf("f"), 1)));

        assertArrayEquals(new byte[300], payloadOf(encoded(message)));
    }

    @Test
    void severalDataSectionsAreOnePayload() throws Exception {
        byte[] one = encoded(messageOf(new Data(new Binary(BODY))));

        assertArrayEquals(
                new byte[] {1, 2, 3, 1, 2, 3, 1, 2, 3},
                ByteBufUtil.getBytes(MessageSections.payloadOf(Unpooled.wrappedBuffer(one, one, one))));
    }

    @Test
    void anEncodedMessageIsReadBackWhole() throws Exception {
        byte[] encoded = MessageSections.encode(Map.of("käse", "ß".repeat(500), "n", Long.MIN_VALUE), BODY);
        Message message = Proton.message();
        message.decode(encoded, 0, encoded.length);

        assertEquals(
                Map.of("käse", "ß".repeat(500), "n", Long.MIN_VALUE),
                message.getApplicationProperties().getValue());
        assertArrayEquals(BODY, payloadOf(encoded));
    }

    @Test
    void aMessageWithoutDataIsMalformed() {
        byte[] text = encoded(messageOf(new AmqpValue("text")));

        assertThrows(MalformedMessageException.class, () -> payloadOf(text));
        assertThrows(MalformedMessageException.class, () -> payloadOf(new byte[0]));
    }

    @ParameterizedTest
    @CsvSource({"00", "0053", "005375", "005375a0", "005375a00511", "005375b0ffffffff", "01", "0054", "00537599"})
    void aMessageThatBreaksOffOrMakesNoSenseIsMalformed(String hex) {
        assertThrows(MalformedMessageException.class, () -> payloadOf(ByteBufUtil.decodeHexDump(hex)));
    }

    @Property
    void noBytesDoWorseThanBeingMalformed(@ForAll byte[] bytes) {
        try {
            ByteBuf payload = MessageSections.payloadOf(Unpooled.wrappedBuffer(bytes));
            assertTrue(payload.readableBytes() <= bytes.length);
        } catch (MalformedMessageException e) {
            assertEquals(1, e.getMessage().lines().count());
        }
    }

    private static Message messageOf(Section body) {
        Message message = Proton.message();
        message.setBody(body);
        return message;
    }

    private static byte[] encoded(Message message) {
        byte[] buffer = new byte[2_000];
        int size = message.encode(buffer, 0, buffer.length);
        return Arrays.copyOf(buffer, size);
    }

    private static byte[] payloadOf(byte[] message) throws MalformedMessageException {
        return ByteBufUtil.getBytes(MessageSections.payloadOf(Unpooled.wrappedBuffer(message)));
    }
}
