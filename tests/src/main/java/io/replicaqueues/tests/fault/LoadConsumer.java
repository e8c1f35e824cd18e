// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import io.replicaqueues.tests.broker.MixedMessages;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** A consumer that acknowledges one by one or by transaction; a thread of its own. */
final class LoadConsumer extends LoadClient {

    private static final long PATIENCE_MILLIS = 200;

    private final ClientLoad load;
    private final ClientLog log;

    LoadConsumer(String name, ConnectionFactory clients, int acknowledgement, long seed, ClientLoad load) {
        super(name, clients, acknowledgement, seed);
        this.load = load;
        this.log = load.log();
    }

    @Override
    void work(Session session) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(load.queue()))) {
            while (!isStopped()) {
                if (load.isLow()) {
                    pause();
                } else if (session.getTransacted()) {
                    consumeTransaction(session, consumer);
                } else {
                    consumeOne(consumer);
                }
            }
        }
    }

    private void consumeOne(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(PATIENCE_MILLIS);
        if (message != null) {
            List<String> key = List.of(received(message));
            log.consuming(key);
            message.acknowledge();
            log.consumed(key);
        }
    }

    private void consumeTransaction(Session session, MessageConsumer consumer) throws JMSException {
        List<String> messages = new ArrayList<>();
        boolean commits = random().nextInt(10) > 0;
        for (int left = 1 + random().nextInt(20); left > 0; left--) {
            Message message = consumer.receive(PATIENCE_MILLIS);
            if (message == null) {
                break;
            }
            messages.add(received(message));
        }
        if (commits) {
            log.consuming(messages);
            session.commit();
            log.consumed(messages);
        } else {
            session.rollback();
        }
    }

    private String received(Message message) throws JMSException {
        String key = ClientLog.key(
                message.getStringProperty(MixedMessages.PRODUCER), message.getLongProperty(MixedMessages.SEQUENCE));
        log.received(key);
        return key;
    }
}
