// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.ProcessPair;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Apache ActiveMQ Classic, of whose protocol the distribution alone has the broker's side. */
class OpenWireIT {

    private static final String QUEUE = "openwire";
    private static final int ROUND = 12;

    @TempDir
    private static Path folder;

    @Test
    void clientsSeeAtTheFormerReplicaWhatTheySeeAtTheOriginal() throws Exception {
        try (ProcessPair pair = ProcessPair.start(folder)) {
            send(pair.original(), 0);
            pair.createReplica(QUEUE);
            pair.awaitParity(QUEUE);
            send(pair.original(), 1);
            pair.awaitParity(QUEUE);
            assertEquals(3, receive(pair.original(), 3).size());
            pair.awaitParity(QUEUE);
            pair.exec(QUEUE, "stop");
            send(pair.original(), 2);
            pair.exec(QUEUE, "start");
            pair.awaitParity(QUEUE);
            assertEquals(true, ((Map<?, ?>) pair.exec(QUEUE, "verify")).get("equal"));
            assertEquals(0L, ((Number) pair.attribute(QUEUE, "Repairs")).longValue());
            pair.exec(QUEUE, "disconnect");

            assertEquals(receive(pair.original(), 3 * ROUND - 3), receive(pair.replica(), 3 * ROUND - 3));
            send(pair.replica(), 3);
            assertEquals(ROUND, receive(pair.replica(), ROUND).size());
            await().until(() -> pair.replica().depth(QUEUE) == 0);
        }
    }

    private static Connection connection(Broker broker, boolean compressing) throws JMSException {
        ActiveMQConnectionFactory clients =
                new ActiveMQConnectionFactory(broker.user(), broker.password(), "tcp://" + broker.hostAndPort());
        clients.setUseCompression(compressing);
        clients.setTrustedPackages(List.of("java.util", "java.lang"));
        return clients.createConnection();
    }

    private static void send(Broker broker, int round) throws JMSException {
        for (boolean compressing : new boolean[] {false, true}) {
            try (Connection connection = connection(broker, compressing);
                    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                    MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
                int number = 0;
                for (Message message : oneOfEach(session)) {
                    message.setIntProperty("round", round);
                    message.setStringProperty("colour", "\u00fcberblau");
                    message.setJMSCorrelationID("correlation " + number);
                    message.setJMSType("type " + number);
                    producer.setDeliveryMode(number % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
                    producer.setPriority(4 + number % 3);
                    producer.send(message);
                    number++;
                }
            }
        }
    }

    private static List<Message> oneOfEach(Session session) throws JMSException {
        TextMessage text = session.createTextMessage("\u20ac ".repeat(5_000));
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {0, -1, 7});
        bytes.writeUTF("compressible ".repeat(500));
        MapMessage map = session.createMapMessage();
        map.setLong("long", Long.MIN_VALUE);
        map.setString("text", "\u6771\u4eac");
        map.setBytes("bytes", new byte[] {1, 2});
        StreamMessage stream = session.createStreamMessage();
        stream.writeDouble(-0.0);
        stream.writeString("in a stream");
        stream.writeBoolean(true);
        ObjectMessage object = session.createObjectMessage(new ArrayList<>(List.of("an", "object", 5)));
        return List.of(text, bytes, map, stream, object, session.createMessage());
    }

    private static List<Map<String, Object>> receive(Broker broker, int count) throws JMSException {
        try (Connection connection = connection(broker, false);
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            List<Map<String, Object>> seen = new ArrayList<>();
            while (seen.size() < count) {
                Message message = consumer.receive(20_000);
                assertNotNull(message, "only " + seen.size() + " of " + count + " came");
                seen.add(content(message));
                message.acknowledge();
            }
            return seen;
        }
    }

    private static Map<String, Object> content(Message message) throws JMSException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("body", body(message));
        content.put("id", message.getJMSMessageID());
        content.put("correlation", message.getJMSCorrelationID());
        content.put("type", message.getJMSType());
        content.put("priority", message.getJMSPriority());
        content.put("mode", message.getJMSDeliveryMode());
        content.put("sent", message.getJMSTimestamp());
        content.put("destination", message.getJMSDestination());
        for (Object name : Collections.list((Enumeration<?>) message.getPropertyNames())) {
            content.put("property " + name, message.getObjectProperty((String) name));
        }
        return content;
    }

    private static String body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return "text " + text.getText();
        }
        if (message instanceof BytesMessage bytes) {
            byte[] all = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(all);
            return "bytes " + Arrays.toString(all);
        }
        if (message instanceof MapMessage map) {
            Map<String, Object> entries = new TreeMap<>();
            for (Object name : Collections.list((Enumeration<?>) map.getMapNames())) {
                Object value = map.getObject((String) name);
                entries.put((String) name, value instanceof byte[] array ? Arrays.toString(array) : value);
            }
            return "map " + entries;
        }
        if (message instanceof StreamMessage stream) {
            return "stream " + stream.readDouble() + stream.readString() + stream.readBoolean();
        }
        return message instanceof ObjectMessage object ? "object " + object.getObject() : "nothing";
    }
}
