// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.Executor;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * A transaction that the queue shows as soon as it is committed, while the journal is still writing it to disk: a
 * replica is looked at that much earlier. The journal confirms to the operation context of the caller as always, so that
 * whoever waits for that context knows the transaction to be on disk; what would be lost in between has not been
 * confirmed to the original and comes again.
 */
final class EagerTransaction extends TransactionImpl {

    private final StorageManager storage;
    private final Executor executor;

    /** @param executor of what the effects in the queue have to write themselves, once that is on disk */
    EagerTransaction(StorageManager storage, Executor executor) {
        super(storage);
        this.storage = storage;
        this.executor = executor;
    }

    @Override
    public void commit(boolean onePhase) throws Exception {
        OperationContext waiting = storage.getContext();
        try {
            super.commit(onePhase);
        } finally {
            storage.setContext(waiting);
        }
    }

    /** What is done to the queue after this waits for the context of the thread: one in which nothing is on its way. */
    @Override
    protected void doCommit() throws Exception {
        super.doCommit();
        storage.setContext(storage.newContext(executor));
    }
}
