// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.wire.Protocol;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RouteContextList;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * The addresses by which replicas ask and are answered. Keeps everybody, whatever they are permitted, from putting
 * messages between the frames of a feed and from listening to the requests of others. Called by the broker's hooks on any
 * thread.
 */
final class InternalAddresses {

    static final SimpleString CONTROL = SimpleString.of(Protocol.CONTROL_ADDRESS);
    private static final SimpleString FEED_PREFIX = SimpleString.of(Protocol.FEED_PREFIX);
    private static final SimpleString PREFIX = SimpleString.of(Protocol.INTERNAL_PREFIX);

    private final ActiveMQServer server;
    /** Names of the feeds that are being created just now. */
    private final Set<SimpleString> expected = ConcurrentHashMap.newKeySet();

    InternalAddresses(ActiveMQServer server) {
        this.server = server;
    }

    /** Creates what is there as long as the broker is; before clients can connect. */
    void create() throws Exception {
        AddressSettings internal = new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                .setMaxSizeBytes(-1)
                .setMaxDeliveryAttempts(-1)
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                // The names of feeds are made up anew at each connection: figures by them would be of no use.
                .setEnableMetrics(false);
        server.getAddressSettingsRepository().addMatch(Protocol.INTERNAL_MATCH, internal, true);
        // Nothing is stored here. With BLOCK a broker whose memory is full would hear of no replica.
        AddressSettings requests = new AddressSettings().setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
        server.getAddressSettingsRepository().addMatch(CONTROL.toString(), requests, true);
        if (server.getAddressInfo(CONTROL) == null) {
            server.addAddressInfo(new AddressInfo(CONTROL, RoutingType.MULTICAST)
                    .setInternal(true)
                    .setTemporary(true));
        }
        if (server.locateQueue(Protocol.PRESENCE_QUEUE) == null) {
            server.createQueue(
                    QueueConfiguration.of(Protocol.PRESENCE_QUEUE)
                            .setAddress(Protocol.PRESENCE_ADDRESS)
                            .setRoutingType(RoutingType.MULTICAST)
                            .setDurable(false)
                            .setInternal(true)
                            .setTemporary(true)
                            .setAutoCreateAddress(true),
                    false);
        }
    }

    static SimpleString feed(String id) {
        return FEED_PREFIX.concat(id);
    }

    static boolean isFeed(Queue queue) {
        return queue.getName().startsWith(FEED_PREFIX);
    }

    /** Creates the queue of a feed; only one consumer may take from it. */
    Queue createFeed(SimpleString name) throws Exception {
        expected.add(name);
        try {
            return server.createQueue(
                    QueueConfiguration.of(name)
                            .setAddress(name)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(false)
                            .setInternal(true)
                            .setTemporary(true)
                            .setAutoCreateAddress(true)
                            .setMaxConsumers(1),
                    false);
        } finally {
            expected.remove(name);
        }
    }

    /** Refuses a queue of somebody's own on an internal address. */
    void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        SimpleString address = queue.getAddress() == null ? queue.getName() : queue.getAddress();
        if (address != null && address.startsWith(PREFIX) && !expected.contains(queue.getName())) {
            throw refusal("have a queue at " + address);
        }
    }

    /** Refuses a message on its way to one of these queues: frames are put into feeds past this hook. */
    void beforeMessageRoute(RoutingContext context) throws ActiveMQException {
        for (RouteContextList queues : context.getContexListing().values()) {
            List<Queue> possible = queues.getNonDurableQueues();
            for (int i = 0; i < possible.size(); i++) {
                if (possible.get(i).getAddress().startsWith(PREFIX)) {
                    throw refusedRoute(context, possible.get(i));
                }
            }
        }
    }

    private static ActiveMQException refusedRoute(RoutingContext context, Queue internal) {
        ActiveMQException refusal = refusal("send to " + internal.getName());
        if (context.getTransaction() != null) {
            context.getTransaction().markAsRollbackOnly(refusal);
        }
        return refusal;
    }

    /** Only a security exception is taken by every protocol as a refusal of this one request. */
    static ActiveMQSecurityException refusal(String what) {
        return new ActiveMQSecurityException("nobody but queue replication itself may " + what);
    }
}
