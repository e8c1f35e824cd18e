// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.replicaqueues.extension.JournalBroker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any single alteration of what a client can see of a message changes its fingerprint. */
class FingerprintDifferenceTest {

    @TempDir
    Path data;

    @Test
    void anyAlterationOfACoreMessageIsSeen() throws Exception {
        Map<String, Consumer<CoreMessage>> alterations = new LinkedHashMap<>();
        alterations.put("none", message -> {});
        alterations.put(
                "body",
                message ->
                        message.getBodyBuffer().setByte(message.getBodyBuffer().readerIndex(), (byte) 9));
        alterations.put("longer body", message -> message.getBodyBuffer().writeByte((byte) 0));
        alterations.put("type", message -> message.setType(Message.BYTES_TYPE));
        alterations.put("durability", message -> message.setDurable(false));
        alterations.put("priority", message -> message.setPriority((byte) 5));
        alterations.put("expiry", message -> message.setExpiration(1_000_001));
        alterations.put("timestamp", message -> message.setTimestamp(2_000_001));
        alterations.put(
                "user id",
                message -> message.setUserID(UUIDGenerator.getInstance().generateUUID()));
        alterations.put("property added", message -> message.putIntProperty("another", 1));
        alterations.put("property without value added", message -> message.putStringProperty("another", null));
        alterations.put("property removed", message -> message.removeProperty("one"));
        alterations.put("property changed", message -> message.putIntProperty("one", 3));
        alterations.put("type of a property", message -> message.putLongProperty("one", 1));
        alterations.put("number made text", message -> message.putStringProperty("one", "1"));
        alterations.put("values swapped", message -> {
            message.putIntProperty("one", 2);
            message.putIntProperty("two", 1);
        });
        alterations.put("property renamed", message -> {
            message.removeProperty("one");
            message.putIntProperty("One", 1);
        });
        alterations.put("text", message -> message.putStringProperty("text", "texT"));
        alterations.put("bytes", message -> message.putBytesProperty("bytes", new byte[] {1, 3}));
        alterations.put("double", message -> message.putDoubleProperty("double", -0.0));
        alterations.put("boolean", message -> message.putBooleanProperty("boolean", false));
        alterations.put("group", message -> message.setGroupID("a group"));

        Map<Long, String> seen = new HashMap<>();
        for (Map.Entry<String, Consumer<CoreMessage>> alteration : alterations.entrySet()) {
            CoreMessage message = core();
            alteration.getValue().accept(message);
            assertNull(
                    seen.put(Fingerprint.of(message), alteration.getKey()), () -> alteration.getKey() + " is not seen");
        }
    }

    @Test
    void theOrderOfPropertiesIsNotSeen() throws Exception {
        CoreMessage reordered = core();
        reordered.removeProperty("one");
        reordered.putIntProperty("one", 1);

        assertEquals(Fingerprint.of(core()), Fingerprint.of(reordered));
    }

    @Test
    void aTimeThatTheBrokerForgetsWhenItRestartsIsNotSeen() throws Exception {
        CoreMessage scheduled = core();
        scheduled.setScheduledDeliveryTime(3_000_000L);

        assertEquals(Fingerprint.of(core()), Fingerprint.of(scheduled));
    }

    @Test
    void anyAlterationOfAnAmqpMessageIsSeen() throws Exception {
        Map<String, Consumer<org.apache.qpid.proton.message.Message>> alterations = new LinkedHashMap<>();
        alterations.put("none", message -> {});
        alterations.put("body", message -> message.setBody(new AmqpValue("texT")));
        alterations.put("kind of body", message -> message.setBody(new AmqpSequence(List.of("text"))));
        alterations.put("durability", message -> message.setDurable(false));
        alterations.put("priority", message -> message.setPriority((short) 5));
        alterations.put("expiry", message -> message.setExpiryTime(1_000_001));
        alterations.put("message id", message -> message.setMessageId("another"));
        alterations.put("subject", message -> message.setSubject("another"));
        alterations.put("group", message -> message.setGroupId("a group"));
        alterations.put(
                "property", message -> message.setApplicationProperties(new ApplicationProperties(Map.of("one", 2))));
        alterations.put(
                "type of a property",
                message -> message.setApplicationProperties(new ApplicationProperties(Map.of("one", 1L))));
        alterations.put(
                "annotation",
                message -> message.setMessageAnnotations(new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-a"), 1))));

        Map<Long, String> seen = new HashMap<>();
        for (Map.Entry<String, Consumer<org.apache.qpid.proton.message.Message>> alteration : alterations.entrySet()) {
            org.apache.qpid.proton.message.Message message = EveryKind.durable(new AmqpValue("text"));
            message.setExpiryTime(1_000_000);
            message.setApplicationProperties(new ApplicationProperties(Map.of("one", 1)));
            alteration.getValue().accept(message);
            assertNull(
                    seen.put(Fingerprint.of(EveryKind.standard(message)), alteration.getKey()),
                    () -> alteration.getKey() + " is not seen");
        }
    }

    @Test
    void theFullContentOfALargeMessageShowsEveryByteAndItsSizeAloneShowsWithoutReadingIt() throws Exception {
        try (JournalBroker broker = new JournalBroker(data)) {
            byte[] body = EveryKind.largeBody();
            Message large = large(broker, body);
            body[body.length / 2]++;
            Message altered = large(broker, body);
            Message longer = large(broker, Arrays.copyOf(body, body.length + 1));

            assertEquals(Fingerprint.of(large), Fingerprint.of(altered));
            assertNotEquals(Fingerprint.ofFullContent(large), Fingerprint.ofFullContent(altered));
            assertNotEquals(Fingerprint.of(large), Fingerprint.of(longer));
        }
    }

    private static Message large(JournalBroker broker, byte[] body) throws Exception {
        LargeServerMessage large = broker.storage().createCoreLargeMessage();
        Message message = broker.storage()
                .onLargeMessageCreate(broker.storage().generateID(), large)
                .toMessage();
        large.addBytes(body);
        large.releaseResources(true, true);
        return message;
    }

    private static CoreMessage core() {
        CoreMessage message = new CoreMessage(1, 256);
        message.setType(Message.TEXT_TYPE).setDurable(true).setPriority((byte) 4);
        message.setExpiration(1_000_000).setTimestamp(2_000_000);
        message.putIntProperty("one", 1);
        message.putIntProperty("two", 2);
        message.putStringProperty("text", "text");
        message.putBytesProperty("bytes", new byte[] {1, 2});
        message.putDoubleProperty("double", 0.0);
        message.putBooleanProperty("boolean", true);
        message.getBodyBuffer().writeNullableString("a text");
        return message;
    }
}
