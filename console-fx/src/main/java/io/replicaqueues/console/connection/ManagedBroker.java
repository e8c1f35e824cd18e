// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Transport.Operation;
import io.replicaqueues.mbeans.DisconnectReport;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.VerifyReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/** The beans of one broker behind a {@link Transport}. Any thread may call it. */
final class ManagedBroker implements BrokerConnection {

    private static final Duration TO_ACT = Duration.ofSeconds(30);
    /** The broker walks through its queue up to the page. */
    private static final Duration TO_BROWSE = Duration.ofSeconds(60);
    /** The broker gives up before this. */
    private static final Duration TO_VERIFY = Duration.ofMinutes(31);

    private static final List<String> REPLICATION =
            List.of("Broker", "NodeId", "Version", "ReplicationEnabled", "Originals", "ReplicaStatuses");
    private static final String ACCEPTORS = "AcceptorsAsJSON";
    /** Begins the name of a queue that no broker has; it stands in the brokers' audit logs. */
    private static final String NO_QUEUE = "connection-test-of-the-console-";

    private static final List<String> ORIGINAL = List.of("Queue", "Depth", "Replicas");
    private static final String PREVIEW_LIMIT = "managementMessageAttributeSizeLimit";
    private static final int DEFAULT_PREVIEW_LIMIT = 256;
    private static final List<String> COUNTS = List.of("MessageCount", "DeliveringCount", "ScheduledCount");

    private final Transport transport;
    private final String wanted;
    private final String address;
    private volatile Identity identity;

    /** Which broker it is, found once and again when its bean is gone. */
    private record Identity(String broker, boolean hasExtension) {}

    /**
     * A broker.
     *
     * @param transport the way to it
     * @param wanted its name, or empty if there is but one
     * @param address for texts
     */
    ManagedBroker(Transport transport, String wanted, String address) {
        this.transport = transport;
        this.wanted = wanted;
        this.address = address;
    }

    @Override
    public BrokerReading read() throws ConnectionFailure {
        Identity known = identified();
        if (!known.hasExtension()) {
            // It may have been installed and the broker restarted since: look again next time.
            identity = null;
            return new BrokerReading(known.broker(), "", "", false, List.of(), List.of());
        }
        try {
            return reading(transport.read(ObjectNames.queueReplication(known.broker()), REPLICATION));
        } catch (ConnectionFailure e) {
            if (e.reason() == Reason.GONE) {
                identity = null;
            }
            throw e;
        }
    }

    private static BrokerReading reading(Attributes attributes) throws ConnectionFailure {
        List<ReplicaReading> replicas = new ArrayList<>();
        for (Attributes replica : attributes.composites("ReplicaStatuses")) {
            replicas.add(ReplicaReading.of(replica));
        }
        List<String> originals = new ArrayList<>();
        for (Object name : attributes.list("Originals")) {
            ObjectNames.originalQueue(objectName(name)).ifPresent(originals::add);
        }
        return new BrokerReading(
                attributes.text("Broker"),
                attributes.text("NodeId"),
                attributes.text("Version"),
                attributes.flag("ReplicationEnabled"),
                List.copyOf(originals),
                List.copyOf(replicas));
    }

    @Override
    public QueuePage queues(int page, int size, String filter) throws ConnectionFailure {
        JSONObject options = new JSONObject();
        options.put("field", filter.isEmpty() ? "" : "name");
        options.put("operation", filter.isEmpty() ? "" : "CONTAINS");
        options.put("value", filter);
        options.put("sortField", "name");
        options.put("sortOrder", "asc");
        Object answer = transport.call(
                server(), Operation.of("listQueues", options.toJSONString(), page, size), Transport.TO_READ);
        return QueuePage.of(new Attributes(json(answer, JSONObject.class)));
    }

    private static <T> T json(Object text, Class<T> type) throws ConnectionFailure {
        try {
            return Json.parse(String.valueOf(text), type);
        } catch (IOException e) {
            throw new ConnectionFailure(Reason.NOT_UNDERSTOOD, "The broker's answer is not JSON", e);
        }
    }

    @Override
    public OriginalReading original(String queue) throws ConnectionFailure {
        return OriginalReading.of(
                transport.read(ObjectNames.original(identified().broker(), queue), ORIGINAL));
    }

    @Override
    public QueueLocation locate(String queue) throws ConnectionFailure {
        String broker = identified().broker();
        ObjectName pattern = named("broker=" + ObjectName.quote(broker)
                + ",component=addresses,subcomponent=queues,queue=" + ObjectName.quote(queue) + ",*");
        ObjectName found = transport.search(pattern).stream()
                .findFirst()
                .orElseThrow(() -> new ConnectionFailure(Reason.GONE, "Broker " + broker + " has no queue " + queue));
        return new QueueLocation(
                unquoted(found, "address"),
                queue,
                unquoted(found, "routing-type").toUpperCase(Locale.ROOT));
    }

    @Override
    public QueueCounts counts(QueueLocation queue) throws ConnectionFailure {
        return QueueCounts.of(transport.read(control(queue), COUNTS));
    }

    @Override
    public int previewLimit(QueueLocation queue) throws ConnectionFailure {
        Object settings =
                transport.call(server(), Operation.of("getAddressSettingsAsJSON", queue.address()), Transport.TO_READ);
        Attributes known = new Attributes(json(settings, JSONObject.class));
        // What nobody has set is not in the answer.
        return known.has(PREVIEW_LIMIT) ? Math.toIntExact(known.number(PREVIEW_LIMIT)) : DEFAULT_PREVIEW_LIMIT;
    }

    @Override
    public List<BrowsedMessage> browse(QueueLocation queue, int page, int size, String selector)
            throws ConnectionFailure {
        Object answer = transport.call(control(queue), Operation.of("browse", page, size, selector), TO_BROWSE);
        List<BrowsedMessage> messages = new ArrayList<>();
        for (Attributes message : new Attributes(Map.of("messages", answer)).composites("messages")) {
            messages.add(BrowsedMessage.of(message));
        }
        return messages;
    }

    @Override
    public Map<String, String> originalIds(QueueLocation queue) throws ConnectionFailure {
        Object answer = transport.call(control(queue), Operation.of("listMessagesAsJSON", ""), TO_BROWSE);
        return ReplicaMark.originalIds(json(answer, JSONArray.class));
    }

    private ObjectName control(QueueLocation queue) throws ConnectionFailure {
        return named("broker=" + ObjectName.quote(identified().broker())
                + ",component=addresses,address=" + ObjectName.quote(queue.address())
                + ",subcomponent=queues,routing-type="
                + ObjectName.quote(queue.routingType().toLowerCase(Locale.ROOT)) + ",queue="
                + ObjectName.quote(queue.queue()));
    }

    private static String unquoted(ObjectName name, String key) {
        String value = name.getKeyProperty(key);
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }

    @Override
    public void start(String replica) throws ConnectionFailure {
        onReplica(replica, "start", TO_ACT);
    }

    @Override
    public void stop(String replica) throws ConnectionFailure {
        onReplica(replica, "stop", TO_ACT);
    }

    @Override
    public DisconnectReport disconnect(String replica) throws ConnectionFailure {
        Attributes report = Attributes.composite(onReplica(replica, "disconnect", TO_ACT));
        return new DisconnectReport(
                report.number("originalDepth"),
                report.number("replicaDepth"),
                report.flag("inParity"),
                report.number("lagMillis"),
                report.text("detail"));
    }

    @Override
    public VerifyReport verify(String replica) throws ConnectionFailure {
        Attributes report = Attributes.composite(onReplica(replica, "verify", TO_VERIFY));
        return new VerifyReport(
                report.number("originalCount"),
                report.number("replicaCount"),
                report.number("missing"),
                report.number("unexpected"),
                report.flag("equal"),
                report.text("detail"));
    }

    @Override
    public void createReplica(NewReplica replica) throws ConnectionFailure {
        onReplication(
                "createReplicaAs",
                replica.addressBesideOptions(),
                replica.originalQueue(),
                replica.replicaQueue(),
                replica.options());
    }

    @Override
    public void replicate(NewReplica replica) throws ConnectionFailure {
        onReplication("replicate", replica.addressWithLogin(), replica.originalQueue());
    }

    @Override
    public OriginalProbe probe(String original, Login login) throws ConnectionFailure {
        String nothing = NO_QUEUE + UUID.randomUUID();
        try {
            createReplica(new NewReplica(original, login, nothing, nothing, false));
        } catch (ConnectionFailure e) {
            if (e.reason() == Reason.REJECTED && e.getMessage().contains("has no queue " + nothing)) {
                return new OriginalProbe(OriginalProbe.Result.ADMITTED, e.getMessage());
            }
            if (e.reason() == Reason.REJECTED && e.getMessage().contains("permission='BROWSE'")) {
                return new OriginalProbe(OriginalProbe.Result.LOGGED_IN, e.getMessage());
            }
            throw e;
        }
        throw new ConnectionFailure(
                Reason.NOT_UNDERSTOOD, "The original has a queue " + nothing + ", and now it has a replica");
    }

    @Override
    public List<Acceptor> acceptors() throws ConnectionFailure {
        return Acceptor.in(transport.read(server(), List.of(ACCEPTORS)).text(ACCEPTORS));
    }

    @Override
    public void close() {
        transport.close();
    }

    private void onReplication(String operation, Object... arguments) throws ConnectionFailure {
        transport.call(ObjectNames.queueReplication(identified().broker()), Operation.of(operation, arguments), TO_ACT);
    }

    private Object onReplica(String replica, String operation, Duration patience) throws ConnectionFailure {
        return transport.call(ObjectNames.replica(identified().broker(), replica), Operation.of(operation), patience);
    }

    private ObjectName server() throws ConnectionFailure {
        return named("broker=" + ObjectName.quote(identified().broker()));
    }

    private Identity identified() throws ConnectionFailure {
        Identity known = identity;
        if (known == null) {
            known = identify();
            identity = known;
        }
        return known;
    }

    private Identity identify() throws ConnectionFailure {
        Set<String> replicating = brokers(ObjectNames.everyQueueReplication());
        if (!replicating.isEmpty()) {
            return new Identity(only(replicating), true);
        }
        Set<String> plain = brokers(named("broker=*"));
        if (!plain.isEmpty()) {
            return new Identity(only(plain), false);
        }
        throw new ConnectionFailure(
                Reason.GONE,
                wanted.isEmpty()
                        ? address + " has no broker that is active: a backup that waits shows nothing"
                        : address + " has no active broker \"" + wanted + "\"");
    }

    private Set<String> brokers(ObjectName pattern) throws ConnectionFailure {
        return transport.search(pattern).stream()
                .map(name -> unquoted(name, "broker"))
                .filter(name -> wanted.isEmpty() || name.equals(wanted))
                .collect(toCollection(TreeSet::new));
    }

    private String only(Set<String> brokers) throws ConnectionFailure {
        if (brokers.size() == 1) {
            return brokers.iterator().next();
        }
        throw new ConnectionFailure(
                Reason.REJECTED,
                "Several brokers are at " + address + ": say which in the connection's broker name: "
                        + brokers.stream().collect(joining(", ")));
    }

    private static ObjectName objectName(Object value) throws ConnectionFailure {
        Object text = value instanceof Map<?, ?> map ? map.get("objectName") : value;
        try {
            return ObjectName.getInstance(String.valueOf(text));
        } catch (MalformedObjectNameException e) {
            throw new ConnectionFailure(Reason.NOT_UNDERSTOOD, "Not an object name: " + text, e);
        }
    }

    private static ObjectName named(String properties) {
        try {
            return ObjectName.getInstance(ObjectNames.DOMAIN + ":" + properties);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("Not an object name: " + properties, e);
        }
    }
}
