// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this broker to original brokers, one for each address however many replicas use it; any thread may
 * call it.
 */
public final class OriginalConnections implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OriginalConnections.class);

    private static final String THREADS = "queue-replication-amqp";
    private static final int EVENT_LOOPS = 2;
    private static final long SHUTDOWN_MILLIS = 3_000;

    private final EventLoopGroup loops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory(THREADS, true));
    private final ExecutorService blocking;
    private final Connector connector;
    private final Map<OriginalAddress, Shared> connections = new HashMap<>();
    private boolean closed;

    public OriginalConnections() {
        this(AmqpSettings.DEFAULT);
    }

    public OriginalConnections(AmqpSettings settings) {
        this(settings, Executors.newCachedThreadPool(new DefaultThreadFactory(THREADS + "-lookup", true)));
    }

    /** Takes the executor over, which may block and is shut down with this. */
    OriginalConnections(AmqpSettings settings, ExecutorService blocking) {
        this.blocking = blocking;
        this.connector = new Connector(loops, blocking, settings);
    }

    /**
     * Hands out the connection to the address, opening it if there is none that works. Each one handed out must be given
     * back by {@link AmqpConnection#release}, also when it has failed meanwhile.
     *
     * @return fails with an {@link AmqpException} when no endpoint of the address can be used, after at most the connect
     *     and the open timeout for each, twice that if an attempt was under way; there is then nothing to release
     */
    public CompletableFuture<AmqpConnection> acquire(OriginalAddress address) {
        return acquire(address, true);
    }

    private CompletableFuture<AmqpConnection> acquire(OriginalAddress address, boolean isNew) {
        Shared shared;
        boolean first;
        synchronized (connections) {
            if (closed) {
                return CompletableFuture.failedFuture(closedHere());
            }
            shared = connections.get(address);
            first = shared == null || shared.isUnusable();
            if (first) {
                shared = new Shared(address);
                connections.put(address, shared);
            }
            shared.users++;
        }
        if (first) {
            open(shared);
        } else if (isNew) {
            return joined(shared);
        }
        return shared.handOut();
    }

    /** An attempt that began before the call may fail for what is over by now: then one that began after it decides. */
    private CompletableFuture<AmqpConnection> joined(Shared shared) {
        CompletableFuture<AmqpConnection> handedOut = new CompletableFuture<>();
        Completion.of(
                shared.opened,
                handedOut::complete,
                failure -> Completion.relay(acquire(shared.address, false), handedOut));
        return handedOut;
    }

    /** Closes every connection, whoever still uses it, and ends the threads. */
    @Override
    public void close() {
        synchronized (connections) {
            if (closed) {
                return;
            }
            closed = true;
            connections.values().forEach(Shared::close);
            connections.clear();
        }
        blocking.shutdownNow();
        loops.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void open(Shared shared) {
        try {
            Completion.of(
                    connector.connect(shared.address),
                    connection -> opened(shared, connection),
                    failure -> failed(shared, failure));
        } catch (RejectedExecutionException e) {
            failed(shared, closedHere());
        } catch (Throwable e) {
            // No thread to be had, for instance: all who join this attempt would wait for ever.
            failed(shared, Failures.notTried(shared.address, e));
        }
    }

    private void failed(Shared shared, AmqpException failure) {
        forget(shared);
        shared.opened.completeExceptionally(failure);
    }

    private void opened(Shared shared, AmqpConnection connection) {
        LOGGER.info("Connected to {} ({})", connection.remoteAddress(), shared.address);
        connection.setOwner(released -> release(shared, released));
        connection.onClosed(cause -> {
            LOGGER.info("Disconnected from {}: {}", connection.remoteAddress(), cause.getMessage());
            forget(shared);
        });
        if (!shared.opened.complete(connection)) {
            connection.close();
        }
    }

    private void release(Shared shared, AmqpConnection connection) {
        synchronized (connections) {
            shared.users--;
            if (shared.users > 0) {
                return;
            }
            connections.remove(shared.address, shared);
        }
        connection.close();
    }

    private void forget(Shared shared) {
        synchronized (connections) {
            connections.remove(shared.address, shared);
        }
    }

    private static AmqpException closedHere() {
        return new AmqpException(Reason.CLOSED, "Connections to original brokers are shut down here");
    }

    /** One connection and how many use it; guarded by the lock on the map. */
    private static final class Shared {

        private final OriginalAddress address;
        private final CompletableFuture<AmqpConnection> opened = new CompletableFuture<>();
        private int users;

        Shared(OriginalAddress address) {
            this.address = address;
        }

        boolean isUnusable() {
            return opened.isCompletedExceptionally()
                    || (opened.isDone() && !opened.join().isOpen());
        }

        /** A future of the caller's own, so that one caller's cancelling is none of the others' business. */
        CompletableFuture<AmqpConnection> handOut() {
            CompletableFuture<AmqpConnection> handedOut = new CompletableFuture<>();
            Completion.relay(opened, handedOut);
            return handedOut;
        }

        void close() {
            if (!opened.completeExceptionally(closedHere()) && !opened.isCompletedExceptionally()) {
                opened.join().close();
            }
        }
    }
}
