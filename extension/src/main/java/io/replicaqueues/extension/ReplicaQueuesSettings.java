// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import io.replicaqueues.extension.original.FeedSettings;
import io.replicaqueues.extension.replica.ReplicaSettings;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.PrimaryOnlyPolicyConfiguration;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;

/**
 * The plugin's properties as they stand in {@code broker.xml}, checked. Immutable.
 *
 * <table>
 * <caption>Properties</caption>
 * <tr><th>property</th><th>default</th><th>meaning</th></tr>
 * <tr><td>queue-replication</td><td>yes with an HA policy or in a cluster, else no</td><td>whether queues of this broker
 *     may be originals or replicas</td></tr>
 * <tr><td>user, password</td><td>none</td><td>for originals whose address names no user; the password plain or
 *     {@code ENC(...)}</td></tr>
 * <tr><td>feed-max-changes</td><td>100000</td><td>additions a replica may be behind before it is served by another
 *     catch-up</td></tr>
 * <tr><td>feed-max-bytes</td><td>104857600</td><td>bytes of memory their messages may take before it is</td></tr>
 * <tr><td>frame-size</td><td>131072</td><td>bytes from which a frame is sent</td></tr>
 * <tr><td>window</td><td>32</td><td>frames on their way to a replica without a confirmation</td></tr>
 * <tr><td>heartbeat</td><td>1000</td><td>milliseconds between two signs of life on a feed; a silent peer is given up
 *     after at most ten seconds</td></tr>
 * <tr><td>sync-timeout</td><td>5000</td><td>milliseconds a producer's confirmation waits for a replica with
 *     {@code acknowledgement=sync}</td></tr>
 * </table>
 *
 * @param queueReplication null if left out
 * @param user null if left out
 * @param password as it stands in the configuration; null if left out
 */
record ReplicaQueuesSettings(
        Boolean queueReplication,
        String user,
        String password,
        int feedMaxChanges,
        long feedMaxBytes,
        int frameSize,
        int window,
        int heartbeatMillis,
        int syncTimeoutMillis) {

    private static final int MEBIBYTE = 1024 * 1024;

    private static final String QUEUE_REPLICATION = "queue-replication";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String FEED_MAX_CHANGES = "feed-max-changes";
    private static final String FEED_MAX_BYTES = "feed-max-bytes";
    private static final String FRAME_SIZE = "frame-size";
    private static final String WINDOW = "window";
    private static final String HEARTBEAT = "heartbeat";
    private static final String SYNC_TIMEOUT = "sync-timeout";
    private static final Set<String> KNOWN = Set.of(
            QUEUE_REPLICATION,
            USER,
            PASSWORD,
            FEED_MAX_CHANGES,
            FEED_MAX_BYTES,
            FRAME_SIZE,
            WINDOW,
            HEARTBEAT,
            SYNC_TIMEOUT);

    /** @throws IllegalArgumentException naming the property and what it may be */
    static ReplicaQueuesSettings parse(Map<String, String> properties) {
        for (String name : properties.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("ReplicaQueuesPlugin has no property '" + name + "': allowed are "
                        + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        return new ReplicaQueuesSettings(
                yesOrNo(properties.get(QUEUE_REPLICATION)),
                properties.get(USER),
                properties.get(PASSWORD),
                number(properties, FEED_MAX_CHANGES, 100_000, 1_000, 100_000_000),
                number(properties, FEED_MAX_BYTES, 100 * MEBIBYTE, MEBIBYTE, 1_024 * MEBIBYTE),
                number(properties, FRAME_SIZE, 128 * 1024, 4 * 1024, 16 * 1024 * 1024),
                number(properties, WINDOW, 32, 1, 1_024),
                number(properties, HEARTBEAT, 1_000, 50, 3_000),
                number(properties, SYNC_TIMEOUT, 5_000, 1, 600_000));
    }

    private static Boolean yesOrNo(String value) {
        if (value == null) {
            return null;
        }
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default ->
                throw new IllegalArgumentException(
                        "property queue-replication of ReplicaQueuesPlugin is '" + value + "': allowed are yes and no");
        };
    }

    private static int number(Map<String, String> properties, String name, int preset, int least, int most) {
        String value = properties.get(name);
        if (value == null) {
            return preset;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with a number out of range.
        }
        throw new IllegalArgumentException("property " + name + " of ReplicaQueuesPlugin is '" + value
                + "': allowed is a whole number from " + least + " to " + most);
    }

    /** Whether queues of a broker with that configuration may be originals or replicas. */
    boolean enabled(Configuration broker) {
        if (queueReplication != null) {
            return queueReplication;
        }
        boolean highlyAvailable = broker.getHAPolicyConfiguration() != null
                && !(broker.getHAPolicyConfiguration() instanceof PrimaryOnlyPolicyConfiguration);
        return highlyAvailable || !broker.getClusterConfigurations().isEmpty();
    }

    FeedSettings feed() {
        return new FeedSettings(feedMaxChanges, feedMaxBytes, frameSize, window, heartbeatMillis, syncTimeoutMillis);
    }

    ReplicaSettings replica(Configuration broker) {
        return new ReplicaSettings(enabled(broker), user, clearPassword(broker), window, heartbeatMillis);
    }

    /** Null also if the broker's codec cannot unmask it: then its replicas say so, and are protected. */
    private String clearPassword(Configuration broker) {
        try {
            return password == null
                    ? null
                    : PasswordMaskingUtil.resolveMask(broker.isMaskPassword(), password, broker.getPasswordCodec());
        } catch (Exception e) {
            return null;
        }
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "ReplicaQueuesSettings[queueReplication=" + queueReplication + ", user=" + user + "]";
    }
}
