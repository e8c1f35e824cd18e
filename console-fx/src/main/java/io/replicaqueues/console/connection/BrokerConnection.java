// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.VerifyReport;
import java.util.List;
import java.util.Map;

/**
 * One broker, managed from afar. Any thread but JavaFX's may call it, several at a time: every call blocks until the
 * broker has answered, failed, or let its time pass. Connects by itself when it is first used, and again after the
 * link broke; calling less often while that fails is for the caller to decide.
 *
 * <p>{@link #close} may be called by any thread. It ends calls under way with {@link
 * ConnectionFailure.Reason#CLOSED} and stops nothing on the broker.
 */
public interface BrokerConnection extends AutoCloseable {

    /**
     * Everything about replication on the broker, in one request however many replicas there are.
     *
     * @return what the broker says now
     * @throws ConnectionFailure if it says nothing
     */
    BrokerReading read() throws ConnectionFailure;

    /**
     * Queues of the broker with their counts, in one request, sorted by name.
     *
     * @param page from 1
     * @param size how many a page holds, 1 to 1,000
     * @param filter part of the queues' names, empty for all
     * @return that page
     */
    QueuePage queues(int page, int size, String filter) throws ConnectionFailure;

    /**
     * An original queue and who follows it.
     *
     * @param queue its name on this broker
     * @return what its bean says
     * @throws ConnectionFailure with {@link ConnectionFailure.Reason#GONE} if nobody follows it
     */
    OriginalReading original(String queue) throws ConnectionFailure;

    /**
     * Where a queue is. Needs no role: names of beans are not secret.
     *
     * @param queue its name
     * @return its address and routing type
     * @throws ConnectionFailure with {@link ConnectionFailure.Reason#GONE} if there is no such queue
     */
    QueueLocation locate(String queue) throws ConnectionFailure;

    /** How many messages a queue has at this moment. */
    QueueCounts counts(QueueLocation queue) throws ConnectionFailure;

    /**
     * How much of a message's texts and body the broker shows: {@code management-message-attribute-size-limit}.
     *
     * @return characters or bytes; -1 if everything is shown
     */
    int previewLimit(QueueLocation queue) throws ConnectionFailure;

    /**
     * Messages of a queue in its order, without consuming them. Takes time in proportion to the messages before the
     * page, a minute at most. Not among them are messages that are scheduled or with a consumer.
     *
     * @param queue where they are
     * @param page from 1
     * @param size how many a page holds, 1 to 1,000
     * @param selector a filter in the broker's syntax, empty for all
     * @return that page, empty behind the last
     */
    List<BrowsedMessage> browse(QueueLocation queue, int page, int size, String selector) throws ConnectionFailure;

    /**
     * Which original's messages those of a replica queue are, by the marks that they bear. The broker shows marks of
     * Core messages only, and only of the first messages of the queue ({@code management-browse-page-size}, 200).
     *
     * @return ids on the original's broker by ids on this one
     */
    Map<String, String> originalIds(QueueLocation replica) throws ConnectionFailure;

    /** Follows again. */
    void start(String replica) throws ConnectionFailure;

    /** Pauses. */
    void stop(String replica) throws ConnectionFailure;

    /** Ends replication for good and says how the replica stood. */
    DisconnectReport disconnect(String replica) throws ConnectionFailure;

    /** Compares everything. Takes time in proportion to the depth, half an hour at most. */
    VerifyReport verify(String replica) throws ConnectionFailure;

    /**
     * Creates a queue as a replica.
     *
     * @param replica what it is to be
     */
    void createReplica(NewReplica replica) throws ConnectionFailure;

    /**
     * Makes a queue that exists a replica. The broker refuses it where the queue holds messages that are not the
     * original's.
     *
     * @param replica what it is to be: of the original's name, and asynchronous
     */
    void replicate(NewReplica replica) throws ConnectionFailure;

    /**
     * Lets this broker try to follow an original broker, and creates nothing: it asks for a queue that is not there.
     * So the network, TLS, the login and the extension over there are tried from where the replica will be.
     *
     * @param original address of the original broker, without a user
     * @param login who logs in there
     * @return how far it came
     * @throws ConnectionFailure if it was not let in, with the broker's line that says why
     */
    OriginalProbe probe(String original, Login login) throws ConnectionFailure;

    /** Where this broker listens for AMQP 1.0, the best first. */
    List<Acceptor> acceptors() throws ConnectionFailure;

    @Override
    void close();

    /**
     * A connection, not used yet: nothing is sent before the first call.
     *
     * @param settings where and who
     * @return the connection
     * @throws ConnectionFailure if a key store or trust store of the settings cannot be read
     */
    static BrokerConnection to(ConnectionSettings settings) throws ConnectionFailure {
        BrokerAddress address = settings.address();
        Transport transport = address instanceof BrokerAddress.Jolokia jolokia
                ? new JolokiaTransport(jolokia, settings.login(), settings.tls())
                : new JmxTransport((BrokerAddress.Jmx) address, settings.login(), settings.tls());
        return new ManagedBroker(transport, settings.broker(), address.text());
    }
}
