// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.jolokia.JolokiaEndpoint;
import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.broker.JolokiaClient;
import io.replicaqueues.tests.broker.MixedMessages;
import io.replicaqueues.tests.http.Certificate;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a password of the link is to be seen anywhere, in whatever way it was given and whatever becomes of it. */
class SecretsIT {

    /** Every password here holds it, whatever else is in it. */
    private static final String SECRET = Traces.SECRET;
    /** Every user's name begins so: it is no secret, and shows that a search finds what is there. */
    private static final String USER = "Zq8User";

    private static final String QUEUE = "orders";

    /** What is to be found where no password is. */
    private static final Map<String, String> THERE = Map.of(
            "log", USER,
            "log of the broker", USER,
            "errors", USER,
            "journal", USER,
            "printed journal", "staysOverTls",
            "attributes", QUEUE,
            "Jolokia", QUEUE,
            "notifications", "Replica queue",
            "threads", "queue-replication");

    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    private static final int TLS = FreePorts.next();
    private static final int TLS_OF_ANOTHER_HOST = FreePorts.next();

    @TempDir
    private static Path folder;

    private static EmbeddedBroker node1;
    private static EmbeddedBroker node2;
    private static QueueReplicationMXBean replication;

    private final Traces traces = new Traces();
    private final NotificationListener listener =
            (notification, handback) -> traces.add("notifications", notification + " " + notification.getMessage());
    private RecordedLog log;
    private RecordedLog audit;

    @BeforeAll
    static void startBrokers() throws Exception {
        Certificate own = Certificate.of(folder.resolve("node1"), "node1", "ip:127.0.0.1");
        Certificate.of(folder.resolve("elsewhere"), "elsewhere", "dns:elsewhere.example.org");
        own.protectedBy(SECRET + "Store", SECRET + "Key", folder.resolve("client"));
        node1 = EmbeddedBroker.named("node1", folder.resolve("node1-data"))
                .user(USER + "Address", SECRET + "Address", "amq")
                .user(USER + "Encoded", SECRET + " /%@?&:,Encoded", "amq")
                .user(USER + "Options", SECRET + "=;Options", "amq")
                .user(USER + "Property", SECRET + "Property", "amq")
                .queueReplication("yes")
                .acceptor("tls", acceptor(TLS, "node1"))
                .acceptor("elsewhere", acceptor(TLS_OF_ANOTHER_HOST, "elsewhere"))
                .start();
        node2 = EmbeddedBroker.named("node2", folder.resolve("node2-data"))
                .queueReplication(
                        Map.of("queue-replication", "yes", "user", USER + "Property", "password", SECRET + "Property"))
                .start();
        replication = BrokerPair.replicationOf(node2);
        node1.createQueue(QUEUE);
        new MixedMessages(1, "one").largeEvery(0).send(node1.amqp(), QUEUE, 5);
    }

    @AfterAll
    static void stopBrokers() throws Exception {
        node2.close();
        node1.close();
    }

    @AfterEach
    void closeLogs() {
        log.close();
        audit.close();
    }

    @Test
    void noPasswordIsSeenInTheLifeOfAReplica() throws Exception {
        log = RecordedLog.of("io.replicaqueues", Level.ALL);
        audit = RecordedLog.of("org.apache.activemq", Level.INFO);

        wholeLife("address", "amqp://" + USER + "Address:" + SECRET + "Address@" + plain(), "");
        wholeLife("encoded", "amqp://" + USER + "Encoded:" + SECRET + "%20%2F%25%40%3F%26%3A%2CEncoded@" + plain(), "");
        wholeLife("options", plain(), "user=" + USER + "Options,password=" + SECRET + "=;Options");
        wholeLife("property", plain(), "");
        wholeLife(
                "stores",
                stores(TLS) + "&keyStorePath=" + folder.resolve("client") + "&keyStorePassword=" + SECRET
                        + "Store&keyPassword=" + SECRET + "Key",
                "");
        refused();
        overJolokia();
        create("stays", "amqp://" + USER + "Address:" + SECRET + "Address@" + plain(), "");
        create("staysOverTls", stores(TLS), "");
        node1.stop();
        await().until(() -> bean("stays").getState() == ReplicaState.CONNECTING);
        lookAround();
        node2.restart();
        lookAround();
        node2.stop();
        searchFiles();

        log.lines().forEach(line -> traces.add("log", line));
        audit.lines().forEach(line -> traces.add("log of the broker", line));
        assertEquals(List.of(), traces.seen());
        THERE.forEach((place, text) -> assertTrue(traces.hold(place, text), () -> text + " is not in: " + place));
    }

    private void wholeLife(String queue, String address, String options) throws Exception {
        create(queue, address, options);
        ReplicaQueueMXBean replica = bean(queue);
        traces.add("errors", replica.verify().toString());
        replica.stop();
        lookAround();
        replica.start();
        await().until(() -> replica.getState() == ReplicaState.LIVE);
        traces.add("errors", replica.disconnect().toString());
    }

    private void create(String queue, String address, String options) throws Exception {
        ObjectName name = replication.createReplicaAs(address, QUEUE, queue, options);
        MBEANS.addNotificationListener(name, listener, null, null);
        await().until(() ->
                bean(queue).getState() == ReplicaState.LIVE && bean(queue).isInParity());
        lookAround();
    }

    private void refused() throws Exception {
        String user = "amqp://" + USER + "Address:" + SECRET;
        refused("wrong user or password", user + "Wrong@" + plain(), "");
        refused("wrong user or password", plain(), "user=" + USER + ",password=" + SECRET);
        refused("does not answer", user + "Away@127.0.0.1:" + FreePorts.next(), "");
        refused("another host name", stores(TLS_OF_ANOTHER_HOST, "elsewhere"), "");
        refused("not trusted", "amqps://" + USER + ":" + SECRET + "@127.0.0.1:" + TLS, "");
        refused("cannot be set up", stores(TLS) + SECRET, "");
        refused("port", user + "@127.0.0.1:77777", "");
        refused("no address", user + "@127.0.0.1:x", "");
        refused("no address", user + "?" + SECRET + "=1@127.0.0.1", "");
        refused("no address", stores(TLS) + "&" + SECRET + "=1", "");
        refused("%25", user + "%@127.0.0.1", "");
        refused("no address", "amqp://" + USER + ":" + SECRET, "");
        refused("unknown option", plain(), "user=" + USER + ",password=a," + SECRET + "=1");
        refused("key=value", plain(), "user=" + USER + ",password=a," + SECRET);
        refused("comma", plain(), "user=" + USER + " password=" + SECRET);
    }

    private void refused(String reason, String address, String options) {
        RuntimeException refusal = assertThrows(
                RuntimeException.class, () -> replication.createReplicaAs(address, QUEUE, "refused", options));
        assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
        for (Throwable each = refusal; each != null; each = each.getCause()) {
            traces.add("errors", each.toString());
        }
    }

    /** The request in an answer is what the client has sent: of all places it is the one where Jolokia shows it. */
    private void overJolokia() throws Exception {
        String address = "amqp://" + USER + ":" + SECRET + "@" + plain();
        await().until(() -> BrokerPair.replicationOf(node1).getOriginals().length == 0);
        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(0, "operator", "operator")) {
            JolokiaClient client = new JolokiaClient(endpoint.url(), "operator", "operator");
            String bean = ObjectNames.queueReplication(node2.name()).toString();
            JSONObject answer = client.answerTo(bean, "createReplica", address, QUEUE);

            assertNotEquals(200L, ((Number) answer.get("status")).longValue());
            assertTrue(answer.remove("request").toString().contains(SECRET));
            traces.add("Jolokia", answer.toJSONString());
            traces.add(
                    "Jolokia",
                    client.read(ObjectNames.DOMAIN + ":component=queue-replication,*")
                            .toString());
        }
    }

    /** What can be seen of the brokers as they are now. */
    private void lookAround() throws Exception {
        for (ObjectName name :
                MBEANS.queryNames(new ObjectName(ObjectNames.DOMAIN + ":component=queue-replication,*"), null)) {
            try {
                traces.add("attributes", attributesOf(name));
            } catch (InstanceNotFoundException e) {
                // The bean of an original goes when the original hears that its last replica has stopped.
                assertTrue(name.getKeyProperty("original") != null, name::toString);
            }
        }
        Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                .forEach(thread -> traces.add("threads", thread.toString()));
    }

    private static String attributesOf(ObjectName name) throws Exception {
        String[] attributes = Arrays.stream(MBEANS.getMBeanInfo(name).getAttributes())
                .map(attribute -> attribute.getName())
                .toArray(String[]::new);
        return MBEANS.getAttributes(name, attributes).asList().stream()
                // An array has no text of its own.
                .map(attribute -> attribute.getName() + "=" + Arrays.deepToString(new Object[] {attribute.getValue()}))
                .collect(joining(" ", name + " ", ""));
    }

    private void searchFiles() throws Exception {
        for (String node : List.of("node1-data", "node2-data")) {
            Path data = folder.resolve(node);
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    traces.add("journal", Files.readAllBytes(file));
                }
            }
            traces.add("printed journal", printed(data));
        }
    }

    /** What the distribution's own tool prints of a broker's data. */
    private static String printed(Path data) throws Exception {
        for (String unused : List.of("paging", "large-messages")) {
            Files.createDirectories(data.resolve(unused));
        }
        Path out = data.resolveSibling(data.getFileName() + ".txt");
        ProcessBuilder print = new ProcessBuilder(
                        System.getProperty("artemis.home") + "/bin/artemis",
                        "data",
                        "print",
                        "--bindings",
                        data.resolve("bindings").toString(),
                        "--journal",
                        data.resolve("journal").toString(),
                        "--paging",
                        data.resolve("paging").toString(),
                        "--large-messages",
                        data.resolve("large-messages").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        print.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int status = print.start().waitFor();
        String printed = Files.readString(out, StandardCharsets.UTF_8);
        assertEquals(0, status, printed);
        return printed;
    }

    private static ReplicaQueueMXBean bean(String queue) {
        return BrokerPair.proxy(ObjectNames.replica(node2.name(), queue), ReplicaQueueMXBean.class);
    }

    private static String plain() {
        return node1.hostAndPort();
    }

    private static String acceptor(int port, String store) {
        return "tcp://127.0.0.1:" + port + "?protocols=AMQP;sslEnabled=true;keyStorePath=" + folder.resolve(store)
                + ";keyStorePassword=" + Certificate.PASSWORD;
    }

    private static String stores(int port) {
        return stores(port, "client");
    }

    private static String stores(int port, String store) {
        String password = store.equals("client") ? SECRET + "Store" : Certificate.PASSWORD;
        return "amqps://" + USER + "Address:" + SECRET + "Address@127.0.0.1:" + port + "?trustStorePath="
                + folder.resolve(store) + "&trustStorePassword=" + password;
    }
}
