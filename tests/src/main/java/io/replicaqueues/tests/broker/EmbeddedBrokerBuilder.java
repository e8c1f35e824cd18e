// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import io.replicaqueues.extension.ReplicaQueuesPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** What an {@link EmbeddedBroker} is to be. Every setting has a working default. For one thread. */
public final class EmbeddedBrokerBuilder {

    private static final String EVERYTHING = "#";
    private static final String OPERATORS = "amq";
    private static final String ACCEPTOR = "tcp://127.0.0.1:%d?protocols=%s;useEpoll=true;amqpCredits=1000;"
            + "amqpLowCredits=300;amqpMinLargeMessageSize=102400;amqpDuplicateDetection=true";

    private final String name;
    private final Path data;
    private final Map<String, String> acceptors = new LinkedHashMap<>();
    private final List<User> users = new ArrayList<>();
    private final List<User> certified = new ArrayList<>();
    private final Map<String, Set<Role>> permissions = new LinkedHashMap<>();
    private final Map<String, AddressSettings> addressSettings = new LinkedHashMap<>();
    private final List<Supplier<ActiveMQServerBasePlugin>> plugins = new ArrayList<>();
    private Consumer<Configuration> adjustment = configuration -> {};
    private String protocols = "CORE,AMQP";
    private int port;
    private boolean journalDatasync;
    private HAPolicyConfiguration haPolicy;
    private int peerPort;

    /** Somebody who may log in. */
    record User(String name, String password, String role) {}

    EmbeddedBrokerBuilder(String name, Path data) {
        this.name = name;
        this.data = data;
        users.add(new User(Broker.USER, Broker.PASSWORD, OPERATORS));
        addressSettings.put(EVERYTHING, stockSettings());
    }

    /** Port of the acceptor on 127.0.0.1. Left out: any free one. */
    public EmbeddedBrokerBuilder port(int value) {
        port = value;
        return this;
    }

    /** What clients may speak, as an acceptor names it. Left out: {@code CORE,AMQP}. */
    public EmbeddedBrokerBuilder protocols(String value) {
        protocols = value;
        return this;
    }

    /** A further acceptor. */
    public EmbeddedBrokerBuilder acceptor(String acceptor, String url) {
        acceptors.put(acceptor, url);
        return this;
    }

    /** Replaces {@link Broker#USER} as the user who may do everything. */
    public EmbeddedBrokerBuilder operator(String user, String password) {
        users.set(0, new User(user, password, OPERATORS));
        return this;
    }

    /** Adds a user, who may do nothing but what {@link #permit} says of the role. */
    public EmbeddedBrokerBuilder user(String user, String password, String role) {
        users.add(new User(user, password, role));
        return this;
    }

    /** Adds a user who logs in by a client certificate of that name, where an acceptor asks for certificates. */
    public EmbeddedBrokerBuilder certifiedUser(String user, String distinguishedName, String role) {
        certified.add(new User(user, distinguishedName, role));
        return this;
    }

    /** Adds permissions on the addresses that match. The operator keeps every permission there. */
    public EmbeddedBrokerBuilder permit(String match, Role role) {
        permissions.computeIfAbsent(match, any -> new HashSet<>()).add(role);
        return this;
    }

    /** Whether the journal waits for the disk, as a stock instance does. Left out, it does not, which is faster. */
    public EmbeddedBrokerBuilder journalDatasync(boolean value) {
        journalDatasync = value;
        return this;
    }

    /** Settings of the addresses that match, instead of a stock instance's. */
    public EmbeddedBrokerBuilder addressSettings(String match, AddressSettings settings) {
        addressSettings.put(match, settings);
        return this;
    }

    /** A plugin. Each start of the broker gets a new one, as it would in a process of its own. */
    public EmbeddedBrokerBuilder plugin(Supplier<ActiveMQServerBasePlugin> plugin) {
        plugins.add(plugin);
        return this;
    }

    /**
     * The extension, as a stock configuration loads it.
     *
     * @param value of property {@code queue-replication}: {@code yes} or {@code no}
     */
    public EmbeddedBrokerBuilder queueReplication(String value) {
        return queueReplication(Map.of("queue-replication", value));
    }

    /** The extension with these properties. */
    public EmbeddedBrokerBuilder queueReplication(Map<String, String> properties) {
        return plugin(() -> replicaQueuesPlugin(properties));
    }

    /** Makes this the primary of a pair that replicates its journal to a backup on 127.0.0.1. */
    public EmbeddedBrokerBuilder primaryOf(int backupPort) {
        haPolicy = new ReplicatedPolicyConfiguration().setCheckForActiveServer(true);
        peerPort = backupPort;
        return this;
    }

    /** Makes this the backup of a primary on 127.0.0.1. It does not give back what it took over. */
    public EmbeddedBrokerBuilder backupOf(int primaryPort) {
        haPolicy = new ReplicaPolicyConfiguration().setAllowFailBack(false).setRestartBackup(false);
        peerPort = primaryPort;
        return this;
    }

    /** Whatever else is to be set, applied last and at every start. */
    public EmbeddedBrokerBuilder configure(Consumer<Configuration> value) {
        adjustment = adjustment.andThen(value);
        return this;
    }

    /** The broker, not started yet. The builder must not be used any more. */
    public EmbeddedBroker build() {
        if (port == 0) {
            port = FreePorts.next();
        }
        return new EmbeddedBroker(this);
    }

    /** The broker, started. The builder must not be used any more. */
    public EmbeddedBroker start() throws Exception {
        EmbeddedBroker broker = build();
        broker.start();
        return broker;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    ActiveMQJAASSecurityManager securityManager() throws IOException {
        SecurityConfiguration logins = new SecurityConfiguration();
        users.forEach(user -> {
            logins.addUser(user.name(), user.password());
            logins.addRole(user.name(), user.role());
        });
        String byPassword = InVMLoginModule.class.getName();
        return certified.isEmpty()
                ? new ActiveMQJAASSecurityManager(byPassword, logins)
                : new ActiveMQJAASSecurityManager(
                        byPassword, "certificates", logins, new CertificateLogins(data, certified));
    }

    String operator() {
        return users.get(0).name();
    }

    String operatorPassword() {
        return users.get(0).password();
    }

    boolean isBackup() {
        return haPolicy instanceof ReplicaPolicyConfiguration;
    }

    Configuration configuration() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName(name)
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setJournalDirectory(data.resolve("journal").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(journalDatasync)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(true)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration("artemis", ACCEPTOR.formatted(port, protocols))
                .addAddressConfiguration(queueOnItsAddress("DLQ"))
                .addAddressConfiguration(queueOnItsAddress("ExpiryQueue"));
        for (Map.Entry<String, String> acceptor : acceptors.entrySet()) {
            configuration.addAcceptorConfiguration(acceptor.getKey(), acceptor.getValue());
        }
        addressSettings.forEach(configuration::addAddressSetting);
        configuration.putSecurityRoles(EVERYTHING, new HashSet<>(Set.of(operators())));
        permissions.forEach((match, roles) -> {
            Set<Role> all = new HashSet<>(roles);
            all.add(operators());
            configuration.putSecurityRoles(match, all);
        });
        plugins.forEach(plugin -> configuration.registerBrokerPlugin(plugin.get()));
        if (haPolicy != null) {
            pair(configuration);
        }
        adjustment.accept(configuration);
        return configuration;
    }

    private void pair(Configuration configuration) throws Exception {
        configuration
                .setHAPolicyConfiguration(haPolicy)
                .setClusterUser("cluster")
                .setClusterPassword("cluster-secret")
                .addConnectorConfiguration("self", "tcp://127.0.0.1:" + port)
                .addConnectorConfiguration("peer", "tcp://127.0.0.1:" + peerPort)
                .addClusterConfiguration(new ClusterConnectionConfiguration()
                        .setName("pair")
                        // An address that no queue has: the pair shares its journal and balances nothing.
                        .setAddress("no-address-is-balanced")
                        .setConnectorName("self")
                        .setStaticConnectors(List.of("peer"))
                        .setRetryInterval(300)
                        .setMessageLoadBalancingType(MessageLoadBalancingType.OFF));
    }

    private static ActiveMQServerBasePlugin replicaQueuesPlugin(Map<String, String> properties) {
        ReplicaQueuesPlugin plugin = new ReplicaQueuesPlugin();
        plugin.init(properties);
        return plugin;
    }

    private static Role operators() {
        return new Role(OPERATORS, true, true, true, true, true, true, true, true, true, true, true, true);
    }

    private static AddressSettings stockSettings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of("DLQ"))
                .setExpiryAddress(SimpleString.of("ExpiryQueue"))
                .setRedeliveryDelay(0)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setAutoCreateQueues(true)
                .setAutoCreateAddresses(true)
                .setAutoDeleteQueues(true)
                .setAutoDeleteAddresses(true)
                .setPageSizeBytes(10 * 1024 * 1024)
                .setMaxSizeBytes(-1)
                .setMaxSizeMessages(-1)
                .setMaxReadPageMessages(-1)
                .setMaxReadPageBytes(20 * 1024 * 1024);
    }

    private static CoreAddressConfiguration queueOnItsAddress(String queue) {
        return new CoreAddressConfiguration()
                .setName(queue)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(queue).setAddress(queue).setRoutingType(RoutingType.ANYCAST));
    }
}
