// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.original.FeedSettings;
import io.replicaqueues.extension.replica.ReplicaSettings;
import java.util.Map;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.PrimaryOnlyPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStoreBackupPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaQueuesSettingsTest {

    private static final ReplicaQueuesSettings DEFAULTS = ReplicaQueuesSettings.parse(Map.of());

    @Test
    void everyPropertyHasAWorkingDefault() throws Exception {
        assertEquals(
                new ReplicaQueuesSettings(null, null, null, 100_000, 104_857_600, 131_072, 32, 1_000, 5_000), DEFAULTS);
        assertEquals(new FeedSettings(100_000, 104_857_600, 131_072, 32, 1_000, 5_000), DEFAULTS.feed());
        assertEquals(new ReplicaSettings(false, null, null, 32, 1_000), DEFAULTS.replica(new ConfigurationImpl()));
    }

    @Test
    void everyPropertyCanBeSet() {
        assertEquals(
                new ReplicaQueuesSettings(true, "anna", "secret", 1_000, 1_048_576, 4_096, 1, 50, 1),
                ReplicaQueuesSettings.parse(Map.of(
                        "queue-replication", "yes",
                        "user", "anna",
                        "password", "secret",
                        "feed-max-changes", "1000",
                        "feed-max-bytes", "1048576",
                        "frame-size", " 4096 ",
                        "window", "1",
                        "heartbeat", "50",
                        "sync-timeout", "1")));
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "no, false", "YES, true", "' No ', false"})
    void queueReplicationIsYesOrNo(String value, boolean enabled) {
        ReplicaQueuesSettings settings = ReplicaQueuesSettings.parse(Map.of("queue-replication", value));

        assertEquals(enabled, settings.enabled(new ConfigurationImpl()));
        assertEquals(enabled, settings.enabled(highlyAvailable(new ReplicatedPolicyConfiguration())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "", "on", "yes please"})
    void anythingElseForQueueReplicationIsRefused(String value) {
        assertEquals(
                "property queue-replication of ReplicaQueuesPlugin is '" + value + "': allowed are yes and no",
                reasonAgainst("queue-replication", value));
    }

    @ParameterizedTest
    @CsvSource({
        "feed-max-changes, 1000, 100000000",
        "feed-max-bytes, 1048576, 1073741824",
        "frame-size, 4096, 16777216",
        "window, 1, 1024",
        "heartbeat, 50, 3000",
        "sync-timeout, 1, 600000"
    })
    void aNumberOutOfItsRangeIsRefusedWithTheRange(String property, int least, int most) {
        String range = "': allowed is a whole number from " + least + " to " + most;
        for (String value :
                new String[] {"" + (least - 1), "" + (most + 1), "-1", "", "many", "1.5", "1e3", "9999999999999999999"
                }) {
            assertEquals(
                    "property " + property + " of ReplicaQueuesPlugin is '" + value + range,
                    reasonAgainst(property, value));
        }
        ReplicaQueuesSettings.parse(Map.of(property, "" + least));
        ReplicaQueuesSettings.parse(Map.of(property, "" + most));
    }

    @Test
    void anUnknownPropertyIsRefusedWithTheKnownOnes() {
        assertEquals(
                "ReplicaQueuesPlugin has no property 'Window': allowed are feed-max-bytes, feed-max-changes, frame-size, heartbeat,"
                        + " password, queue-replication, sync-timeout, user, window",
                reasonAgainst("Window", "32"));
    }

    @Test
    void leftOutItIsNoOnAStandAloneBroker() {
        assertFalse(DEFAULTS.enabled(new ConfigurationImpl()));
        assertFalse(DEFAULTS.enabled(highlyAvailable(new PrimaryOnlyPolicyConfiguration())));
    }

    @Test
    void leftOutItIsYesWithAnHaPolicy() {
        assertTrue(DEFAULTS.enabled(highlyAvailable(new ReplicatedPolicyConfiguration())));
        assertTrue(DEFAULTS.enabled(highlyAvailable(new ReplicaPolicyConfiguration())));
        assertTrue(DEFAULTS.enabled(highlyAvailable(new SharedStorePrimaryPolicyConfiguration())));
        assertTrue(DEFAULTS.enabled(highlyAvailable(new SharedStoreBackupPolicyConfiguration())));
    }

    @Test
    void leftOutItIsYesInACluster() {
        Configuration inACluster = new ConfigurationImpl()
                .addClusterConfiguration(new ClusterConnectionConfiguration().setName("cluster"));

        assertTrue(DEFAULTS.enabled(inACluster));
    }

    @Test
    void aMaskedPasswordIsUnmaskedWithTheBrokersCodec() throws Exception {
        String masked =
                PasswordMaskingUtil.wrap(PasswordMaskingUtil.getDefaultCodec().encode("secret"));

        assertEquals("secret", replicaWithPassword(masked).password());
        assertEquals("secret", replicaWithPassword("secret").password());
        assertNull(DEFAULTS.replica(new ConfigurationImpl()).password());
    }

    @Test
    void noTextFormHasThePassword() throws Exception {
        ReplicaQueuesSettings settings = ReplicaQueuesSettings.parse(Map.of("user", "anna", "password", "secret"));

        assertFalse(settings.toString().contains("secret"));
        assertFalse(settings.replica(new ConfigurationImpl()).toString().contains("secret"));
    }

    private static ReplicaSettings replicaWithPassword(String password) throws Exception {
        return ReplicaQueuesSettings.parse(Map.of("user", "anna", "password", password))
                .replica(new ConfigurationImpl());
    }

    private static Configuration highlyAvailable(HAPolicyConfiguration policy) {
        return new ConfigurationImpl().setHAPolicyConfiguration(policy);
    }

    private static String reasonAgainst(String property, String value) {
        return assertThrows(IllegalArgumentException.class, () -> ReplicaQueuesSettings.parse(Map.of(property, value)))
                .getMessage();
    }
}
