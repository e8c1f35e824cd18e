// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import io.replicaqueues.console.connection.BrokerProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The brokers in a book that other consoles of the same person may change too: every change is made to what is in the
 * book by then. A book that cannot be read is kept aside, not overwritten. For one thread.
 */
public final class KnownBrokers {

    private final BrokerBook book;
    private List<BrokerProfile> all = List.of();

    /** The brokers in a book, not read yet. */
    public KnownBrokers(BrokerBook book) {
        this.book = book;
    }

    /** All of them, as they were when the book was last read or changed here. */
    public List<BrokerProfile> all() {
        return all;
    }

    /**
     * Reads the book.
     *
     * @throws IOException if it cannot be read
     */
    public void read() throws IOException {
        all = book.read();
    }

    /**
     * Adds brokers, each instead of the one with its id.
     *
     * @throws IOException if that is not kept: then it is so until the console closes
     */
    public void put(List<BrokerProfile> brokers) throws IOException {
        change(known -> {
            List<BrokerProfile> changed = new ArrayList<>(known);
            brokers.forEach(broker -> put(broker, changed));
            return List.copyOf(changed);
        });
    }

    /**
     * Removes brokers.
     *
     * @throws IOException if that is not kept: then it is so until the console closes
     */
    public void remove(List<BrokerProfile> brokers) throws IOException {
        List<String> ids = brokers.stream().map(BrokerProfile::id).toList();
        change(known ->
                known.stream().filter(broker -> !ids.contains(broker.id())).toList());
    }

    private void change(UnaryOperator<List<BrokerProfile>> change) throws IOException {
        all = change.apply(all);
        all = book.alone(() -> {
            List<BrokerProfile> changed = change.apply(written());
            book.write(changed);
            return changed;
        });
    }

    private List<BrokerProfile> written() throws IOException {
        try {
            return book.read();
        } catch (IOException e) {
            book.setAside();
            return all;
        }
    }

    private static void put(BrokerProfile broker, List<BrokerProfile> brokers) {
        for (int i = 0; i < brokers.size(); i++) {
            if (brokers.get(i).id().equals(broker.id())) {
                brokers.set(i, broker);
                return;
            }
        }
        brokers.add(broker);
    }
}
