// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A real broker in this JVM with a journal, so that it can be restarted; without the extension and without security. */
public final class JournalBroker implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Path data;
    private final int port = freePort();
    private EmbeddedActiveMQ embedded;

    /** Starts the broker. */
    public JournalBroker(Path data) throws Exception {
        this.data = data;
        start();
    }

    private void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setJournalDirectory(data.resolve("journal").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(false)
                .setJournalMinFiles(2)
                .setJournalFileSize(2 * 1024 * 1024)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration("any", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP")
                .addAddressSetting(
                        "#", new AddressSettings().setMaxSizeBytes(-1).setRedeliveryDelay(0));
        embedded = new EmbeddedActiveMQ();
        embedded.setConfiguration(configuration);
        embedded.start();
    }

    /** Stops the broker and starts it again on its journal. */
    public void restart() throws Exception {
        embedded.stop();
        start();
    }

    public ActiveMQServer server() {
        return embedded.getActiveMQServer();
    }

    public StorageManager storage() {
        return server().getStorageManager();
    }

    public ConnectionFactory coreClients() {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
    }

    public ConnectionFactory amqpClients() {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + port);
    }

    /** Returns the durable anycast queue of this name, created if missing. */
    public Queue queue(String name) throws Exception {
        Queue queue = server().locateQueue(SimpleString.of(name));
        return queue != null
                ? queue
                : server().createQueue(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setAutoDelete(false));
    }

    /** Gives the message an id and puts it into the queue just as it is, and returns when it is stored. */
    public void put(Message message, String queue) throws Exception {
        Queue target = queue(queue);
        message.setMessageID(storage().generateID());
        message.setAddress(queue);
        RoutingContext context = new RoutingContextImpl(null);
        context.addQueue(target.getAddress(), target);
        server().getPostOffice().processRoute(message, context, false);
        storage().waitOnOperations();
    }

    /** The messages of the queue in their order, as the broker has them, with all that it has confirmed before. */
    public List<Message> messages(String queue) throws Exception {
        Queue listed = queue(queue);
        // The queue's own thread takes in what was confirmed, a moment later.
        CompletableFuture<Void> takenIn = new CompletableFuture<>();
        listed.flushOnIntermediate(() -> takenIn.complete(null));
        takenIn.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<Message> messages = new ArrayList<>();
        try (LinkedListIterator<MessageReference> references = listed.browserIterator()) {
            references.forEachRemaining(reference -> messages.add(reference.getMessage()));
        }
        return messages;
    }

    @Override
    public void close() throws Exception {
        embedded.stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
