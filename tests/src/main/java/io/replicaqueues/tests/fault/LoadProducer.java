// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** A producer of durable messages, transacted or not; a thread of its own. */
final class LoadProducer extends LoadClient {

    private static final int MAX_BODY = 1_500;
    private static final int LARGE_BODY = 150 * 1024;
    private static final int LARGE_EVERY = 400;

    private final ClientLoad load;
    private final ClientLog log;
    private long sequence;

    LoadProducer(String name, ConnectionFactory clients, int acknowledgement, long seed, ClientLoad load) {
        super(name, clients, acknowledgement, seed);
        this.load = load;
        this.log = load.log();
    }

    @Override
    void work(Session session) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(load.queue()))) {
            while (!isStopped()) {
                if (load.isFull()) {
                    pause();
                } else if (session.getTransacted()) {
                    sendTransaction(session, producer);
                } else {
                    log.accepted(List.of(send(session, producer)));
                }
            }
        }
    }

    private void sendTransaction(Session session, MessageProducer producer) throws JMSException {
        List<String> messages = new ArrayList<>();
        boolean commits = random().nextInt(10) > 0;
        boolean committing = false;
        try {
            for (int left = 1 + random().nextInt(20); left > 0; left--) {
                // Says so first: a send that fails belongs to the transaction as well.
                messages.add(ClientLog.key(name(), sequence));
                send(session, producer);
            }
            if (commits) {
                committing = true;
                session.commit();
                log.accepted(messages);
            } else {
                session.rollback();
            }
        } finally {
            if (!committing) {
                log.neverSent(messages);
            }
        }
    }

    private String send(Session session, MessageProducer producer) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        byte[] body = new byte[random().nextInt(LARGE_EVERY) == 0 ? LARGE_BODY : random().nextInt(MAX_BODY)];
        random().nextBytes(body);
        message.writeBytes(body);
        message.setStringProperty(MixedMessages.PRODUCER, name());
        message.setLongProperty(MixedMessages.SEQUENCE, sequence);
        String key = ClientLog.key(name(), sequence++);
        log.sending(key);
        int priority = random().nextInt(5) == 0 ? random().nextInt(10) : 4;
        producer.send(message, DeliveryMode.PERSISTENT, priority, 0);
        return key;
    }
}
