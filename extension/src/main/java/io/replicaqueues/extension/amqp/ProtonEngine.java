// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * Joins one Netty channel to one Proton engine: bytes in, events up, bytes out. Confined to the channel's event loop.
 */
final class ProtonEngine extends ChannelInboundHandlerAdapter {

    /** What the engine tells the layer above, on the event loop. */
    interface Listener {

        void event(Event event);

        /** Nothing more will come: the channel is closed, or what came over it cannot be used. */
        void failed(AmqpException cause);
    }

    private static final String SASL_HEADER = "AMQP\3\1\0\0";
    private static final char TLS_ALERT = 0x15;
    private static final char TLS_HANDSHAKE = 0x16;

    private final Endpoint endpoint;
    private final int silenceMillis;
    private final Listener listener;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Collector collector = Proton.collector();

    private ChannelHandlerContext context;
    private ByteBuf protocolHeader;
    private boolean pumping;
    private ScheduledFuture<?> nextTick;

    ProtonEngine(Endpoint endpoint, AmqpSettings settings, Listener listener) {
        this.endpoint = endpoint;
        this.silenceMillis = settings.silenceMillis();
        this.listener = listener;
        transport.setEmitFlowEventOnSend(false);
        transport.setIdleTimeout(silenceMillis);
        // The SASL layer takes the frame size over when it is made, so this comes first.
        transport.setMaxFrameSize(settings.maxFrameSize());
        connection.collect(collector);
    }

    Connection connection() {
        return connection;
    }

    void login(SaslListener login) {
        Sasl sasl = transport.sasl();
        sasl.client();
        sasl.setRemoteHostname(endpoint.host());
        sasl.setListener(login);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        protocolHeader = ctx.alloc().buffer(SASL_HEADER.length(), SASL_HEADER.length());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        protocolHeader.release();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            begin();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                begin();
            } else {
                listener.failed(Failures.handshake(endpoint, handshake.cause()));
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (isAmqp(bytes)) {
                feed(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (nextTick != null) {
            nextTick.cancel(false);
        }
        listener.failed(new AmqpException(AmqpException.Reason.CLOSED, endpoint + " closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        listener.failed(Failures.broken(endpoint, cause));
    }

    /** Passes on what happened in the engine and writes what it has to say. */
    void pump() {
        if (pumping || context == null) {
            return;
        }
        pumping = true;
        try {
            passEventsOn();
            write();
        } finally {
            pumping = false;
        }
    }

    /** Begins heartbeats; to be called once the peer has said how often it wants to hear from us. */
    void startHeartbeat() {
        // Not at once: a tick passes events on, and this may be called by one.
        context.executor().execute(this::tick);
    }

    void closeAfterFlush() {
        try {
            pump();
        } finally {
            closeChannel();
        }
    }

    void closeChannel() {
        if (context != null) {
            var unused = context.close();
        }
    }

    private void begin() {
        transport.bind(connection);
        pump();
    }

    /** The first bytes tell a peer of another protocol, which the engine would only call a malformed header. */
    private boolean isAmqp(ByteBuf bytes) {
        if (!protocolHeader.isWritable()) {
            return true;
        }
        int header = Math.min(protocolHeader.writableBytes(), bytes.readableBytes());
        protocolHeader.writeBytes(bytes, bytes.readerIndex(), header);
        String text = protocolHeader.toString(StandardCharsets.ISO_8859_1);
        if (SASL_HEADER.startsWith(text)) {
            return true;
        }
        listener.failed(Failures.notAmqp(endpoint, whatAnswers(text)));
        return false;
    }

    private static String whatAnswers(String header) {
        if (header.startsWith("AMQP")) {
            return "it answers in another version, or wants no SASL";
        }
        if (header.startsWith("HTTP")) {
            return "it is an HTTP server";
        }
        boolean tlsRecord = header.charAt(0) == TLS_ALERT || header.charAt(0) == TLS_HANDSHAKE;
        return tlsRecord ? "it answers in TLS, write amqps://" : "it answers in another protocol";
    }

    private void feed(ByteBuf bytes) {
        while (bytes.isReadable()) {
            int capacity = transport.capacity();
            if (capacity < 0) {
                return;
            }
            ByteBuffer tail = transport.tail();
            int count = Math.min(Math.min(capacity, tail.remaining()), bytes.readableBytes());
            int limit = tail.limit();
            tail.limit(tail.position() + count);
            bytes.readBytes(tail);
            tail.limit(limit);
            transport.process();
            passEventsOn();
        }
    }

    private void passEventsOn() {
        for (Event event = collector.peek(); event != null; event = collector.peek()) {
            try {
                if (event.getType() == Event.Type.TRANSPORT_ERROR) {
                    listener.failed(transportFailure());
                } else {
                    listener.event(event);
                }
            } finally {
                // An event that cannot be handled must not come again; only now, for this clears it.
                collector.pop();
            }
        }
    }

    private AmqpException transportFailure() {
        if (isSilent()) {
            return new AmqpException(
                    AmqpException.Reason.CLOSED,
                    endpoint + " was silent for " + silenceMillis + " ms: the connection is given up");
        }
        return Failures.remote(
                "The connection to " + endpoint + " failed", transport.getCondition(), AmqpException.Reason.PROTOCOL);
    }

    /** The engine gives up a silent peer by closing the connection itself, which tells this from other faults. */
    private boolean isSilent() {
        return connection.getCondition() != null
                && "local-idle-timeout expired".equals(connection.getCondition().getDescription());
    }

    private void write() {
        boolean written = false;
        while (transport.pending() > 0) {
            // Asking for the head may add to what was pending, so only the head itself says how much there is.
            ByteBuffer head = transport.head();
            int count = head.remaining();
            ByteBuf bytes = context.alloc().ioBuffer(count);
            bytes.writeBytes(head);
            transport.pop(count);
            var unused = context.write(bytes);
            written = true;
        }
        if (written) {
            context.flush();
        }
    }

    private void tick() {
        if (!context.channel().isActive()) {
            return;
        }
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        long deadline = transport.tick(now);
        pump();
        if (deadline != 0) {
            nextTick = context.executor().schedule(this::tick, Math.max(1, deadline - now), TimeUnit.MILLISECONDS);
        }
    }
}
