// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.kinds;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways by which messages come into an original and leave it, other than by plain senders and consumers. */
class LeavingAndComingTest {

    @RegisterExtension
    private static final SharedBrokerPair brokers = new SharedBrokerPair(each -> each.addressSettings(
                    "rejecting",
                    new AddressSettings()
                            .setDeadLetterAddress(SimpleString.of("DLQ"))
                            .setMaxDeliveryAttempts(2))
            // Messages expire when a test says so.
            .configure(configuration -> configuration.setMessageExpiryScanPeriod(-1)));

    @Test
    void nothingOfARollbackAndAllOfACommitIsSeenInEveryQueueOfTheTransaction() throws Exception {
        ReplicaQueueMXBean one = followed("tx one");
        brokers.original().createQueue("tx two");
        MessageKind.CORE_DURABLE.send(brokers.original(), "tx two", 0, 4);
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("tx one"));
                MessageConsumer consumer = session.createConsumer(session.createQueue("tx two"))) {
            connection.start();
            producer.send(session.createTextMessage("rolled back"));
            consumer.receive(5_000);
            session.rollback();
            brokers.awaitSameStored("tx one");
            assertEquals(0, brokers.replica().depth("tx one"));

            producer.send(session.createTextMessage("committed"));
            consumer.receive(5_000);
            // The transaction is open when the second queue begins to be followed.
            brokers.createReplica("tx two");
            brokers.awaitParity("tx two");
            assertEquals(4, brokers.replica().depth("tx two"), "nothing is committed yet");
            session.commit();
        }

        await().until(() ->
                brokers.replica().depth("tx one") == 1 && brokers.replica().depth("tx two") == 3);
        brokers.awaitSameStored("tx one");
        brokers.awaitSameStored("tx two");
        assertEquals(0, one.getRepairs() + brokers.replicaOf("tx two").getRepairs());
    }

    @Test
    void messagesRejectedOnceTooOftenAreDeadLettered() throws Exception {
        ReplicaQueueMXBean rejecting = followed("rejecting");
        brokers.replication().replicate(brokers.original().address(), "DLQ");
        ReplicaQueueMXBean deadLetters = brokers.replicaOf("DLQ");
        MessageKind.CORE_DURABLE.send(brokers.original(), "rejecting", 0, 3);
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("rejecting"))) {
            connection.start();
            for (int attempt = 0; attempt < 2; attempt++) {
                consumer.receive(5_000);
                session.rollback();
            }
        }

        brokers.awaitSameStored("rejecting");
        brokers.awaitSameStored("DLQ");
        await().until(() -> brokers.replica().depth("DLQ") >= 1);
        control("DLQ").retryMessages();
        brokers.awaitSameStored("rejecting");
        brokers.awaitSameStored("DLQ");
        assertEquals(0, rejecting.getRepairs() + deadLetters.getRepairs());
    }

    @Test
    void expiryIsTheOriginalsAloneUntilTheReplicaIsDisconnected() throws Exception {
        ReplicaQueueMXBean replica = followed("expiring");
        try (Connection connection = brokers.original().core().createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue("expiring"))) {
            producer.setTimeToLive(1_500);
            producer.send(session.createTextMessage("short-lived"));
        }
        brokers.awaitSameStored("expiring");
        assertEquals(1, brokers.replica().depth("expiring"));

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(20)).until(() -> {
            brokers.replica().server().locateQueue("expiring").expireReferences();
            return brokers.replica().depth("expiring") == 1;
        });
        replica.disconnect();
        brokers.replica().server().locateQueue("expiring").expireReferences();

        await().until(() -> brokers.replica().depth("expiring") == 0);
        assertEquals(1, brokers.replica().depth("ExpiryQueue"));
    }

    @Test
    void whatTheOriginalExpiresLeavesTheReplica() throws Exception {
        ReplicaQueueMXBean replica = followed("expired");
        MessageKind.CORE_EXPIRING_LATER.send(brokers.original(), "expired", 0, 4);
        brokers.awaitSameStored("expired");

        control("expired").expireMessages("");

        brokers.awaitSameStored("expired");
        assertEquals(0, brokers.replica().depth("expired"));
        assertEquals(0, replica.getRepairs());
    }

    @Test
    void administratorsMoveCopySendAndPurge() throws Exception {
        ReplicaQueueMXBean here = followed("here");
        ReplicaQueueMXBean there = followed("there");
        MessageKind.CORE_PRIORITIES.send(brokers.original(), "here", 0, 10);
        brokers.awaitSameStored("here");

        control("here").moveMessages("", "there");
        brokers.awaitSameStored("here");
        brokers.awaitSameStored("there");
        control("there").moveMessage(firstId("there"), "here");
        control("there").copyMessage(firstId("there"), "here");
        control("here").sendMessage(null, 3, "by an administrator", true, "operator", "operator-secret");
        brokers.awaitSameStored("here");
        brokers.awaitSameStored("there");
        assertEquals(9, brokers.replica().depth("there"));
        control("there").removeAllMessages();
        brokers.awaitSameStored("there");

        assertEquals(0, brokers.replica().depth("there"));
        assertEquals(0, here.getRepairs() + there.getRepairs());
    }

    @Test
    void messagesHeldForLongAreInTheReplicaUntilTheyAreAcknowledged() throws Exception {
        ReplicaQueueMXBean replica = followed("held");
        MessageKind.CORE_DURABLE.send(brokers.original(), "held", 0, 10);
        try (HoldingConsumer consumer = HoldingConsumer.of(brokers.original(), "held", 5)) {
            brokers.awaitSameStored("held");
            replica.stop();
            MessageKind.CORE_DURABLE.send(brokers.original(), "held", 10, 3);
            replica.start();
            brokers.awaitSameStored("held");
            assertEquals(13, brokers.replica().depth("held"));
            consumer.acknowledge(2);
        }

        brokers.awaitSameStored("held");
        assertEquals(11, brokers.replica().depth("held"));
        assertEquals(0, replica.getRepairs());
    }

    private static ReplicaQueueMXBean followed(String queue) throws Exception {
        brokers.original().createQueue(queue);
        ReplicaQueueMXBean replica = brokers.createReplica(queue);
        brokers.awaitParity(queue);
        return replica;
    }

    private static long firstId(String queue) {
        return brokers.original().server().locateQueue(queue).peekFirstMessage().getMessageID();
    }

    private static QueueControl control(String queue) {
        return brokers.original().server().getManagementService().getQueueControl(queue);
    }
}
