// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.tree;

import io.replicaqueues.console.connection.QueuePage;
import io.replicaqueues.console.model.BrokerModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.control.TreeItem;

/**
 * The items below a broker: an address with one queue of its own name is one line, any other has its queues below it.
 * Items stay the same while their queue does, so that what is open and selected stays so. For the JavaFX thread.
 */
final class QueueItems {

    private static final int MOST_OPENED = 50;

    private final BrokerModel broker;
    private final TreeItem<TreeEntry> parent;
    private final Map<String, TreeItem<TreeEntry>> items = new LinkedHashMap<>();
    private String filter = "";

    QueueItems(BrokerModel broker, TreeItem<TreeEntry> parent) {
        this.broker = broker;
        this.parent = parent;
    }

    /** Shows only what has this in its name. */
    void filter(String text) {
        filter = text.strip().toLowerCase(Locale.ROOT);
        update();
    }

    /** Shows the queues as they are now. */
    void update() {
        Map<String, List<QueuePage.Queue>> byAddress = new TreeMap<>();
        for (QueuePage.Queue queue : broker.queues().queues()) {
            if (!queue.internal() && isWanted(queue)) {
                byAddress
                        .computeIfAbsent(queue.location().address(), any -> new ArrayList<>())
                        .add(queue);
            }
        }
        Map<String, TreeItem<TreeEntry>> kept = new LinkedHashMap<>();
        List<TreeItem<TreeEntry>> top = new ArrayList<>();
        byAddress.forEach((address, queues) -> top.add(item(address, queues, kept)));
        items.clear();
        items.putAll(kept);
        setChildren(parent, top);
        if (!filter.isEmpty() && top.size() <= MOST_OPENED) {
            // Otherwise what was found would be hidden in its address.
            top.forEach(item -> item.setExpanded(true));
        }
    }

    /** Shows what the queues are to replication now. */
    void updateBadges() {
        for (TreeItem<TreeEntry> item : items.values()) {
            if (item.getValue() instanceof TreeEntry.Queue entry) {
                set(item, TreeEntry.Queue.of(broker, entry.queue()));
            }
        }
    }

    static void set(TreeItem<TreeEntry> item, TreeEntry entry) {
        if (!entry.equals(item.getValue())) {
            item.setValue(entry);
        }
    }

    private boolean isWanted(QueuePage.Queue queue) {
        return filter.isEmpty()
                || queue.location().queue().toLowerCase(Locale.ROOT).contains(filter)
                || queue.location().address().toLowerCase(Locale.ROOT).contains(filter);
    }

    private TreeItem<TreeEntry> item(
            String address, List<QueuePage.Queue> queues, Map<String, TreeItem<TreeEntry>> kept) {
        QueuePage.Queue first = queues.get(0);
        if (queues.size() == 1 && first.location().queue().equals(address)) {
            return item("queue " + address, TreeEntry.Queue.of(broker, first), kept);
        }
        long messages = queues.stream().mapToLong(QueuePage.Queue::messages).sum();
        TreeItem<TreeEntry> item = item("address " + address, new TreeEntry.Address(address, messages), kept);
        List<TreeItem<TreeEntry>> below = new ArrayList<>();
        for (QueuePage.Queue queue : queues) {
            below.add(item("queue " + queue.location().queue(), TreeEntry.Queue.of(broker, queue), kept));
        }
        setChildren(item, below);
        return item;
    }

    private TreeItem<TreeEntry> item(String key, TreeEntry entry, Map<String, TreeItem<TreeEntry>> kept) {
        TreeItem<TreeEntry> item = items.get(key);
        if (item == null) {
            item = new TreeItem<>(entry);
        }
        set(item, entry);
        kept.put(key, item);
        return item;
    }

    /** Touches the list only where it differs: everything else would move the view. */
    private static void setChildren(TreeItem<TreeEntry> item, List<TreeItem<TreeEntry>> children) {
        if (!item.getChildren().equals(children)) {
            item.getChildren().setAll(children);
        }
    }
}
