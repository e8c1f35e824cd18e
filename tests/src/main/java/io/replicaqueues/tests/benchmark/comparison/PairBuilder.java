// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.BrokerProcessBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Sets up the brokers, all alike but for what the setup is about. For one thread. */
final class PairBuilder {

    /** A broker measures this when its instance is created, each time another value. */
    static final int JOURNAL_BUFFER_NANOS = 400_000;

    private static final String ORIGINAL = "node1";
    private static final String SECOND = "node2";
    private static final String BEFORE_END_OF_CORE = "</core>";

    private static final Set<Setup> MOVING = EnumSet.of(Setup.TRANSFER, Setup.BRIDGE, Setup.AMQP_BRIDGE);

    private final Path folder;
    private final ComparisonSettings settings;
    private Brokers movers;

    private record Brokers(BrokerProcess original, BrokerProcess second) {}

    PairBuilder(Path folder, ComparisonSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** Starts both brokers of a setup, unless it shares them with one that runs; they are not connected yet. */
    Pair start(Setup setup) throws IOException, InterruptedException {
        Brokers brokers = brokers(setup);
        BrokerProcess original = brokers.original();
        BrokerProcess second = brokers.second();
        return switch (setup) {
            case NONE, LOADED -> new UnreplicatedPair(original, second);
            case REPLICA -> new ReplicaPair(original, second);
            case MIRROR -> new MirrorPair(original, second);
            case LIMIT -> new LimitPair(original, second);
            case TRANSFER -> new TransferPair(original, second);
            case BRIDGE -> new BridgePair(original, second);
            case AMQP_BRIDGE -> new AmqpBridgePair(original, second);
            case RELAYED, FAR, FAR_128, FAR_512 ->
                new RelayedPair(original, second, RelayProcess.to(original.port(), setup.delayMillis()));
        };
    }

    /** What moves messages moves them between the same two, so that all find room in memory. */
    private Brokers brokers(Setup setup) throws IOException, InterruptedException {
        if (!MOVING.contains(setup)) {
            return started(setup);
        }
        if (movers == null || !movers.original().isRunning()) {
            movers = started(setup);
        }
        return movers;
    }

    private Brokers started(Setup setup) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(folder, setup.label());
        BrokerProcess second = broker(SECOND, home, setup).start();
        BrokerProcessBuilder first = broker(ORIGINAL, home, setup);
        if (setup == Setup.MIRROR) {
            first.brokerXml(xml -> insert(xml, mirrorTo(second)));
        }
        if (MOVING.contains(setup)) {
            first.brokerXml(xml -> insert(xml, connectorTo(second) + AmqpBridgePair.connectionTo(second)));
        }
        return new Brokers(first.start(), second);
    }

    private BrokerProcessBuilder broker(String name, Path home, Setup setup) throws IOException {
        BrokerProcessBuilder builder = BrokerProcess.named(name, home)
                .memory(settings.memory())
                .environment(
                        "JAVA_ARGS_APPEND",
                        "-Xms" + settings.memory() + " " + AllocationWatch.logOption(home.resolve(name)))
                .brokerXml(xml -> insert(xml, common()));
        if (ORIGINAL.equals(name) || setup == Setup.LIMIT || MOVING.contains(setup)) {
            builder.createOptions("--queues", LoadClient.QUEUE);
        }
        if (setup.window() > 0) {
            builder.property("window", Integer.toString(setup.window()));
        }
        return switch (setup) {
            case NONE, MIRROR, TRANSFER, BRIDGE, AMQP_BRIDGE -> builder.withoutExtension();
            case LIMIT ->
                builder.withoutExtension().library(PluginJar.in(home)).brokerXml(xml -> insert(xml, producer()));
            case LOADED, REPLICA, RELAYED, FAR, FAR_128, FAR_512 -> builder;
        };
    }

    /** No broker may page, which would be measured instead of what is meant. */
    private static String common() {
        return "   <journal-buffer-timeout>" + JOURNAL_BUFFER_NANOS + "</journal-buffer-timeout>\n"
                + "   <global-max-size>100G</global-max-size>\n";
    }

    private static String mirrorTo(BrokerProcess target) {
        return "   <broker-connections>\n"
                + "      <amqp-connection uri=\"tcp://" + target.hostAndPort() + "\" name=\"" + MirrorPair.CONNECTION
                + "\" user=\"" + Broker.USER + "\" password=\"" + Broker.PASSWORD
                + "\" retry-interval=\"100\" reconnect-attempts=\"-1\">\n"
                + "         <mirror/>\n"
                + "      </amqp-connection>\n"
                + "   </broker-connections>\n";
    }

    private static String connectorTo(BrokerProcess target) {
        return "   <connectors>\n      <connector name=\"" + BridgePair.CONNECTOR + "\">tcp://" + target.hostAndPort()
                + "</connector>\n   </connectors>\n";
    }

    private static String producer() {
        return "   <broker-plugins>\n      <broker-plugin class-name=\"" + InVmProducer.class.getName()
                + "\"/>\n   </broker-plugins>\n";
    }

    private static String insert(String xml, String block) {
        int end = xml.lastIndexOf(BEFORE_END_OF_CORE);
        return xml.substring(0, end) + block + xml.substring(end);
    }
}
