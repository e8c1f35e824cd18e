// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

/**
 * How this broker's replicas follow.
 *
 * @param enabled whether replicas may follow at all
 * @param user for originals whose address names none; null for none
 * @param password of that user, in clear; null if there is none or the broker's codec cannot unmask it, which makes the
 *     user be of no use
 * @param window frames a replica takes at a time before the first of them is in its journal
 * @param heartbeatMillis how often an original is expected to be heard of
 */
public record ReplicaSettings(boolean enabled, String user, String password, int window, int heartbeatMillis) {

    /** @throws IllegalStateException if replication is not enabled on this broker */
    void requireEnabled(String broker) {
        if (!enabled) {
            throw new IllegalStateException(
                    "queue replication is not enabled on broker " + broker
                            + ": set the property queue-replication=yes of its ReplicaQueuesPlugin in broker.xml and restart it");
        }
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "ReplicaSettings[enabled=" + enabled + ", user=" + user + ", window=" + window + ", heartbeatMillis="
                + heartbeatMillis + "]";
    }
}
