// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.QueuePage;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The queues of a broker, read page after page while somebody wants to see them. For the thread that owns the models,
 * but for {@link #isWanted}.
 */
public final class QueuesModel {

    private final ObservableList<QueuePage.Queue> queues = FXCollections.observableArrayList();
    private final ObservableList<QueuePage.Queue> shownQueues = FXCollections.unmodifiableObservableList(queues);
    private final ReadOnlyBooleanWrapper complete = new ReadOnlyBooleanWrapper(this, "complete");
    private List<QueuePage.Queue> coming = new ArrayList<>();
    private volatile boolean wanted;

    /** The queues, sorted by name. While {@link #completeProperty} is false there are more. */
    public ObservableList<QueuePage.Queue> queues() {
        return shownQueues;
    }

    /** Whether all pages were read once. */
    public ReadOnlyBooleanProperty completeProperty() {
        return complete.getReadOnlyProperty();
    }

    /** Says whether somebody looks: only then the broker is asked. */
    public void want(boolean value) {
        wanted = value;
    }

    /** Whether somebody looks. Any thread may ask. */
    public boolean isWanted() {
        return wanted;
    }

    /** Takes a page. The first time each page shows at once; later all of them replace what was there. */
    void page(QueuePage page, int number, boolean last) {
        if (number == 1) {
            coming = new ArrayList<>();
        }
        coming.addAll(page.queues());
        if (last) {
            queues.setAll(coming);
            complete.set(true);
        } else if (!complete.get()) {
            queues.setAll(coming);
        }
    }
}
