// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.StoredContent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPStandardMessage;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** AMQP messages that say how long after their arrival they are due, which is no JMS client's way. */
class DelayedAmqpMessagesTest {

    private static final long AN_HOUR = Duration.ofHours(1).toMillis();

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair();

    @Test
    void areDueWhenThoseOfTheOriginalAre() throws Exception {
        String queue = "delayed";
        brokers.original().createQueue(queue);
        brokers.followThroughAReconnection(queue, round -> send(queue, AN_HOUR + round));
        assertEquals(dueTimes(brokers.original(), queue), dueTimes(brokers.replica(), queue));
        assertEquals(3, dueTimes(brokers.replica(), queue).size());

        // A broker counts anew when it starts.
        brokers.original().restart();
        brokers.replication().createReplicaAs(brokers.original().address(), queue, "another", "");
        await().until(() -> brokers.replicaOf("another").isInParity());
        assertEquals(dueTimes(brokers.original(), queue), dueTimes(brokers.replica(), "another"));
    }

    @Test
    void thoseThatAreDueAlreadyDoNotWaitAgain() throws Exception {
        String queue = "delayed before";
        brokers.original().createQueue(queue);
        send(queue, 500);
        await().until(() -> dueTimes(brokers.original(), queue).isEmpty());
        long passed = System.currentTimeMillis();
        brokers.createReplica(queue);
        brokers.awaitParity(queue);
        assertDueBefore(passed, queue);

        brokers.original().restart();
        brokers.replication().createReplicaAs(brokers.original().address(), queue, "another before", "");
        await().until(() -> brokers.replicaOf("another before").isInParity());
        assertDueBefore(passed, "another before");
    }

    /** The message is there for consumers, and has not waited for another time than the original's. */
    private static void assertDueBefore(long millis, String queue) {
        await().until(() -> StoredContent.of(brokers.replica(), queue).inQueue().size() == 1);
        long due = brokers.replica()
                .server()
                .locateQueue(queue)
                .peekFirstMessage()
                .getMessage()
                .getScheduledDeliveryTime();
        assertTrue(due <= millis, () -> "due " + (due - millis) + " ms after that of the original");
    }

    private static void send(String queue, long delayMillis) throws Exception {
        Message message = Proton.message();
        message.setDurable(true);
        message.setBody(new AmqpValue("in " + delayMillis + " ms"));
        message.setMessageAnnotations(
                new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-delivery-delay"), delayMillis)));
        byte[] buffer = new byte[1024];
        int size = message.encode(buffer, 0, buffer.length);
        ActiveMQServer server = brokers.original().server();
        AMQPStandardMessage received = new AMQPStandardMessage(0, Arrays.copyOf(buffer, size), null, null);
        received.setAddress(SimpleString.of(queue));
        received.setMessageID(server.getStorageManager().generateID());
        server.getPostOffice().route(received, true);
        server.getStorageManager().waitOnOperations();
    }

    private static List<Long> dueTimes(EmbeddedBroker broker, String queue) {
        return broker.server().locateQueue(queue).getScheduledMessages().stream()
                .map(MessageReference::getScheduledDeliveryTime)
                .sorted()
                .toList();
    }
}
