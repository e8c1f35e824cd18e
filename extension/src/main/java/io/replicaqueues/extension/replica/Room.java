// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.Optional;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;

/**
 * Tells whether a replica queue may grow; safe on any thread, cheap enough to be asked for every message. The broker
 * itself asks producers only: what is routed past them would exceed a limit, be refused half-way or be dropped.
 */
final class Room {

    private final PagingManager paging;
    private final Queue queue;

    Room(ActiveMQServer server, Queue queue) {
        this.paging = server.getPagingManager();
        this.queue = queue;
    }

    /** What is full and what to do, as a line for the operator; empty if there is room for another message. */
    Optional<String> lack() {
        PagingStore store = queue.getPagingStore();
        if (paging.isDiskFull()) {
            return lack("the disk of this broker is fuller than max-disk-usage allows", "free space on it");
        }
        AddressFullMessagePolicy policy = store.getAddressFullMessagePolicy();
        if (policy == AddressFullMessagePolicy.PAGE) {
            return store.isPageFull() && store.getPageFullMessagePolicy() != null
                    ? lack(
                            "the pages of address " + queue.getAddress() + " have reached page-limit-bytes"
                                    + " or page-limit-messages",
                            "raise the limit")
                    : Optional.empty();
        }
        if (paging.isGlobalFull()) {
            return lack(
                    "the messages of this broker have reached global-max-size or global-max-messages, and"
                            + " address-full-policy of address " + queue.getAddress() + " is " + policy,
                    "raise the limit or let it PAGE");
        }
        return store.isFull()
                ? lack(
                        "address " + queue.getAddress() + " has reached max-size-bytes or max-size-messages, and its"
                                + " address-full-policy is " + policy,
                        "raise the limit or let it PAGE")
                : Optional.empty();
    }

    /** Whether the broker may have dropped a message for lack of room that was there a moment before. */
    boolean mayDrop() {
        return queue.getPagingStore().getAddressFullMessagePolicy() == AddressFullMessagePolicy.DROP;
    }

    /** The line for the operator when the broker found out first, with what it says. */
    String lackAsTold(String byTheBroker) {
        return line(byTheBroker, "raise the limit");
    }

    private Optional<String> lack(String what, String remedy) {
        return Optional.of(line(what, remedy));
    }

    private String line(String what, String remedy) {
        return "replica queue " + queue.getName() + " has no room: " + what + ": " + remedy
                + ", or let the original be consumed; the replica then goes on by itself";
    }
}
