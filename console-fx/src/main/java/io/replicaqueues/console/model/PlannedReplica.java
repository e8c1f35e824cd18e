// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A replica that a person thinks of. For the thread that owns the models. */
public final class PlannedReplica {

    private final String originalQueue;
    private final long messages;
    private final StringProperty replicaQueue = new SimpleStringProperty(this, "replicaQueue", "");
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(this, "step", Step.NAME_UNFIT);
    private String proposed = "";

    /** What would be done for it. */
    public enum Step {
        /** The queue is created as a replica. */
        CREATE,
        /** The queue is there and becomes a replica, unless it holds messages that are not the original's. */
        ADOPT,
        /** Whether the queue is there is not known. It is to be created, which the broker refuses if it is. */
        TRY,
        /** Not possible: a queue name is missing, has blanks around it, or {@code ::} in it. */
        NAME_UNFIT,
        /** Not possible: another queue has the name, and only one of the original's own name can become its replica. */
        NAME_TAKEN,
        /** Not possible: the queue is a replica already. */
        IS_REPLICA,
        /** Not possible: another one of the plan has the name. */
        TWICE,
        /** Not possible: a queue that is there becomes an asynchronous replica only. */
        ADOPT_IS_ASYNC;

        /** Whether it can be done. */
        public boolean isPossible() {
            return switch (this) {
                case CREATE, ADOPT, TRY -> true;
                case NAME_UNFIT, NAME_TAKEN, IS_REPLICA, TWICE, ADOPT_IS_ASYNC -> false;
            };
        }
    }

    /**
     * A plan without a name for the replica.
     *
     * @param originalQueue name of the queue on the original broker
     * @param messages how many it holds; -1 if that is not known
     */
    PlannedReplica(String originalQueue, long messages) {
        this.originalQueue = originalQueue;
        this.messages = messages;
    }

    /** Name of the queue on the original broker. */
    public String originalQueue() {
        return originalQueue;
    }

    /** How many messages the original held when it was listed; -1 if that is not known. */
    public long messages() {
        return messages;
    }

    /** Name of the replica queue, for a person to change. */
    public StringProperty replicaQueueProperty() {
        return replicaQueue;
    }

    /** Name of the replica queue. */
    public String replicaQueue() {
        return replicaQueue.get();
    }

    /** What would be done. Never null. */
    public ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** What would be done. */
    public Step step() {
        return step.get();
    }

    /** Whether the name is still the one that was proposed. */
    boolean isNameProposed() {
        return replicaQueue().equals(proposed);
    }

    void propose(String name) {
        proposed = name;
        replicaQueue.set(name);
    }

    void setStep(Step value) {
        step.set(value);
    }
}
