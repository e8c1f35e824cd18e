// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * A broker plugin that makes messages within the broker and routes them: one thread, transactions that are committed one
 * after the other without waiting for the disk in between. It needs no other class but its interface, so that a broker
 * process can load it. One call at a time.
 */
public final class InVmProducer implements ActiveMQServerPlugin, InVmProducerMXBean {

    private static final int HEADERS = 256;
    private static final long PATIENCE = TimeUnit.MINUTES.toMillis(5);

    private transient volatile ActiveMQServer server;

    /** Name of its MBean in a broker. */
    static String name(String broker) {
        return "org.apache.activemq.artemis:broker=\"" + broker + "\",component=in-vm-producer";
    }

    @Override
    public void registered(ActiveMQServer broker) {
        server = broker;
        try {
            String name = name(broker.getConfiguration().getName());
            broker.getMBeanServer().registerMBean(this, ObjectName.getInstance(name));
        } catch (JMException e) {
            throw new IllegalStateException("The producer's MBean is not there", e);
        }
    }

    @Override
    public void produce(String queue, int messages, int size, int perTransaction) throws Exception {
        StorageManager storage = server.getStorageManager();
        OperationContext context =
                storage.newContext(server.getExecutorFactory().getExecutor());
        storage.setContext(context);
        try {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);
            for (int made = 0; made < messages; made += perTransaction) {
                Transaction transaction = new TransactionImpl(storage);
                for (int number = made; number < Math.min(messages, made + perTransaction); number++) {
                    server.getPostOffice().route(message(storage, queue, body), transaction, false);
                }
                transaction.commit();
            }
            if (!context.waitCompletion(PATIENCE)) {
                throw new IllegalStateException("The journal has not stored everything");
            }
        } finally {
            storage.clearContext();
        }
    }

    private static CoreMessage message(StorageManager storage, String queue, byte[] body) {
        CoreMessage message = new CoreMessage(storage.generateID(), body.length + HEADERS);
        message.setAddress(SimpleString.of(queue));
        message.setDurable(true);
        message.getBodyBuffer().writeBytes(body);
        return message;
    }
}
