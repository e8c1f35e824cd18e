// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Connects to the first endpoint of an address that lets us; any thread may call it. Names and stores are looked up on an
 * executor that may block, the rest happens on the event loops.
 */
final class Connector {

    private static final int SMALLEST_READ = 4 * 1024;
    private static final int FIRST_READ = 64 * 1024;

    private final EventLoopGroup loops;
    private final Executor blocking;
    private final AmqpSettings settings;

    Connector(EventLoopGroup loops, Executor blocking, AmqpSettings settings) {
        this.loops = loops;
        this.blocking = blocking;
        this.settings = settings;
    }

    /**
     * Returns an open connection, or fails with an {@link AmqpException} that names every endpoint tried. Throws what the
     * executor throws if it does not take the task.
     */
    CompletableFuture<AmqpConnection> connect(OriginalAddress address) {
        CompletableFuture<AmqpConnection> result = new CompletableFuture<>();
        Attempt attempt = new Attempt(address, result);
        blocking.execute(() -> attempt.take(attempt::begin));
        return result;
    }

    /** One go through all endpoints of an address; its steps follow each other, so no two threads are in it at a time. */
    private final class Attempt {

        private final OriginalAddress address;
        private final CompletableFuture<AmqpConnection> result;
        private final Deque<Endpoint> endpoints;
        private final List<AmqpException> failures = new ArrayList<>();

        private TlsSetup tls;
        private Endpoint endpoint;
        private Deque<InetAddress> hosts = new ArrayDeque<>();

        Attempt(OriginalAddress address, CompletableFuture<AmqpConnection> result) {
            this.address = address;
            this.result = result;
            this.endpoints = new ArrayDeque<>(address.endpoints());
        }

        void begin() {
            try {
                tls = address.isTls() ? TlsSetup.load(address) : null;
            } catch (AmqpException e) {
                result.completeExceptionally(e);
                return;
            }
            nextEndpoint();
        }

        private void nextEndpoint() {
            if (endpoints.isEmpty()) {
                result.completeExceptionally(Failures.allOf(failures));
                return;
            }
            endpoint = endpoints.remove();
            try {
                hosts = new ArrayDeque<>(Arrays.asList(InetAddress.getAllByName(endpoint.host())));
            } catch (UnknownHostException e) {
                failures.add(Failures.unreachable(endpoint, e));
                nextEndpoint();
                return;
            }
            nextHost();
        }

        /** A name may stand for several hosts, of which only one may listen: IPv6 and IPv4 of one machine, say. */
        private void nextHost() {
            EventLoop loop = loops.next();
            // Throws if the loop has no thread and gets none, which a connect would only log.
            loop.execute(() -> {});
            AmqpConnection connection = new AmqpConnection(address, endpoint, settings, loop);
            InetSocketAddress host = new InetSocketAddress(hosts.remove(), endpoint.port());
            new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis())
                    .option(
                            ChannelOption.RCVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator(
                                    SMALLEST_READ, FIRST_READ, Math.max(FIRST_READ, settings.maxFrameSize())))
                    .handler(pipelineOf(connection))
                    .connect(host)
                    .addListener(connected -> take(() -> {
                        if (connected.isSuccess()) {
                            Completion.of(connection.opened(), this::opened, this::failed);
                        } else {
                            failed(Failures.unreachable(endpoint, connected.cause()));
                        }
                    }));
        }

        private ChannelInitializer<Channel> pipelineOf(AmqpConnection connection) {
            return new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    if (tls != null) {
                        channel.pipeline().addLast(tls.handlerFor(endpoint));
                    }
                    channel.pipeline().addLast(connection.handler());
                }
            };
        }

        private void opened(AmqpConnection connection) {
            if (!result.complete(connection)) {
                connection.close();
            }
        }

        private void failed(AmqpException failure) {
            if (!hosts.isEmpty() && failure.reason() == AmqpException.Reason.UNREACHABLE) {
                take(() -> blocking.execute(() -> take(this::nextHost)));
                return;
            }
            failures.add(failure);
            take(() -> blocking.execute(() -> take(this::nextEndpoint)));
        }

        /** An attempt must end whatever is thrown: all who want a connection to the address wait for it. */
        void take(Runnable step) {
            try {
                step.run();
            } catch (Throwable e) {
                result.completeExceptionally(Failures.notTried(address, e));
            }
        }
    }
}
