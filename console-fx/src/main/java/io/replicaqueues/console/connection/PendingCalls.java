// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Waits for a broker's answers, until their time has passed or the connection is closed. Any thread may call it. */
final class PendingCalls {

    private final String address;
    private final Map<Long, CompletableFuture<?>> pending = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean closed;

    PendingCalls(String address) {
        this.address = address;
    }

    /**
     * Waits for an answer, and gives the call up when it does not come.
     *
     * @throws ConnectionFailure if its time has passed or the connection was closed
     * @throws ExecutionException if the call failed
     */
    <T> T await(CompletableFuture<T> call, Duration patience) throws ConnectionFailure, ExecutionException {
        Long number = numbers.incrementAndGet();
        pending.put(number, call);
        try {
            if (closed) {
                // Its answer may be there already, and is nobody's any more.
                call.cancel(true);
                throw closedHere(null);
            }
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new ConnectionFailure(Reason.TIMED_OUT, address + " does not answer in time", e);
        } catch (CancellationException e) {
            throw closedHere(e);
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw closedHere(e);
        } finally {
            pending.remove(number);
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        pending.values().forEach(call -> call.cancel(true));
    }

    ConnectionFailure closedHere(Throwable cause) {
        return new ConnectionFailure(Reason.CLOSED, "The connection to " + address + " was closed", cause);
    }
}
