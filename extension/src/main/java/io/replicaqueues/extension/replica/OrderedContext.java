// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * One replica's thread: tasks run one after the other on the broker's pool, within an operation context of their own, so
 * that what they store is ordered and confirmed together. Safe on any thread.
 */
final class OrderedContext implements Executor {

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final Executor ordered;
    private final OperationContext context;

    OrderedContext(ActiveMQServer server) {
        this.server = server;
        this.storage = server.getStorageManager();
        this.ordered = server.getExecutorFactory().getExecutor();
        this.context = storage.newContext(server.getExecutorFactory().getExecutor());
    }

    @Override
    public void execute(Runnable task) {
        ordered.execute(() -> {
            OperationContext before = storage.getContext();
            storage.setContext(context);
            try {
                task.run();
            } finally {
                storage.setContext(before);
            }
        });
    }

    void executeLater(long millis, Runnable task) {
        var unused = server.getScheduledPool().schedule(() -> execute(task), millis, TimeUnit.MILLISECONDS);
    }

    /** A task that returns something. */
    interface Task<T> {
        T run() throws Exception;
    }

    <T> CompletableFuture<T> submit(Task<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(task.run());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /**
     * Waits for a result on the thread of a management operation.
     *
     * @throws IllegalStateException with the one-line reason if it failed or took too long
     */
    static <T> T await(CompletableFuture<T> result, long timeoutMillis, String onTimeout) {
        try {
            return result.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(onTimeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
                throw (RuntimeException) cause;
            }
            throw new IllegalStateException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }
}
