// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jmx;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** What two brokers hold at a moment: MBeans, connections, queues, objects reachable in the heap. Immutable. */
final class Footprint {

    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    /** A line of the histogram of classes: rank, instances, bytes, class. */
    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");

    /** Of ours everything; of the broker and its AMQP engine what stands for a link or a client. */
    private static final Pattern COUNTED = Pattern.compile("io\\.replicaqueues\\.extension\\..*"
            + "|org\\.apache\\.qpid\\.proton\\.engine\\.impl\\.(Link|Sender|Receiver|Session|Connection|Transport|Delivery)Impl"
            + "|org\\.apache\\.activemq\\.artemis\\.core\\.server\\.impl\\.(ServerConsumerImpl|ServerSessionImpl)");

    private static final String FEEDS = "$queue-replication.feed.";

    private final Map<String, Long> counts = new TreeMap<>();

    private Footprint() {}

    /** Counts now. Takes as long as a collection of the whole heap does. */
    static Footprint of(BrokerPair brokers) throws JMException {
        Footprint now = new Footprint();
        for (EmbeddedBroker broker : List.of(brokers.original(), brokers.replica())) {
            now.count(broker == brokers.original() ? "original broker: " : "replica broker: ", broker);
        }
        String histogram = (String) MBEANS.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        for (MatchResult line : CLASS.matcher(histogram).results().toList()) {
            if (COUNTED.matcher(line.group(2)).matches() && !isLambdaWithoutState(line)) {
                now.counts.put("objects: " + line.group(2), Long.parseLong(line.group(1)));
            }
        }
        return now;
    }

    /** The JVM makes one of each, when it is used for the first time, and keeps it. */
    private static boolean isLambdaWithoutState(MatchResult line) {
        return line.group(2).contains("$$Lambda") && line.group(1).equals("1");
    }

    private void count(String side, EmbeddedBroker broker) throws JMException {
        ActiveMQServer server = broker.server();
        counts.put(side + "MBeans", (long) MBEANS.queryNames(
                        new ObjectName(ObjectNames.DOMAIN + ":broker=" + ObjectName.quote(broker.name()) + ",*"), null)
                .size());
        counts.put(side + "connections", (long) server.getConnectionCount());
        counts.put(side + "sessions", (long) server.getSessions().size());
        counts.put(
                side + "addresses", (long) server.getPostOffice().getAddresses().size());
        server.getPostOffice()
                .getAllBindings()
                // A broker makes a queue for sessions of MQTT at a time of its own.
                .filter(binding -> !binding.getUniqueName().toString().startsWith("$sys."))
                .forEach(binding -> counts.merge(
                        side + "binding " + nameOf(binding.getUniqueName().toString()), 1L, Long::sum));
    }

    /** A feed has another name each time that its replica connects. */
    private static String nameOf(String binding) {
        return binding.startsWith(FEEDS) ? FEEDS : binding;
    }

    /** Everything of which there is more now than before, with both numbers; empty if there is nothing. */
    Map<String, String> moreThan(Footprint before) {
        Map<String, String> more = new TreeMap<>();
        counts.forEach((what, count) -> {
            long then = before.counts.getOrDefault(what, 0L);
            if (count > then) {
                more.put(what, then + " -> " + count);
            }
        });
        return more;
    }
}
