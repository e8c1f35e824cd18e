// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;

/**
 * One AMQP connection to an original broker; any thread may call it. What it and its links do happens on its event loop,
 * where its futures complete and its listeners are called: they must not block.
 */
public final class AmqpConnection {

    /** What the name of a queue ends with that {@link #subscriptionExists} can find. */
    public static final String GLOBAL_SUBSCRIPTION = ":global";

    private static final Symbol PRODUCT = Symbol.valueOf("product");
    private static final Symbol GLOBAL = Symbol.valueOf("global");

    private final OriginalAddress address;
    private final Endpoint endpoint;
    private final AmqpSettings settings;
    private final EventLoop loop;
    private final ProtonEngine engine;
    private final SaslLogin login;
    private final Session session;
    private final Set<AmqpLink> links = new HashSet<>();
    private final CompletableFuture<AmqpConnection> opened = new CompletableFuture<>();
    private final CompletableFuture<AmqpException> closed = new CompletableFuture<>();

    private Consumer<AmqpConnection> owner = AmqpConnection::close;
    /** Null until somebody waits. */
    private ScheduledFuture<?> openTimeout;

    private long nextLink;

    /** Made on any thread before its channel is active; {@code loop} is the channel's. */
    AmqpConnection(OriginalAddress address, Endpoint endpoint, AmqpSettings settings, EventLoop loop) {
        this.address = address;
        this.endpoint = endpoint;
        this.settings = settings;
        this.loop = loop;
        this.engine = new ProtonEngine(endpoint, settings, new EngineEvents());
        this.login = new SaslLogin(address, endpoint, this::fail);
        engine.login(login);
        Connection connection = engine.connection();
        connection.setContainer("queue-replication-" + UUID.randomUUID());
        connection.setHostname(endpoint.host());
        connection.setProperties(Map.of(PRODUCT, "replica-queues"));
        connection.open();
        this.session = connection.session();
        session.open();
    }

    /**
     * Opens a link that sends to an address.
     *
     * @param capabilities of the link's target, such as {@code topic} or {@code queue}
     * @return fails with an {@link AmqpException} when the broker refuses the link or does not answer
     */
    public CompletableFuture<AmqpSender> openSender(String address, String... capabilities) {
        return open(number -> {
            Sender sender = session.sender(address + "-" + number);
            Target target = new Target();
            target.setAddress(address);
            target.setCapabilities(symbols(capabilities));
            sender.setTarget(target);
            sender.setSource(new Source());
            sender.setSenderSettleMode(SenderSettleMode.UNSETTLED);
            sender.setReceiverSettleMode(ReceiverSettleMode.FIRST);
            return new AmqpSender(this, sender, address);
        });
    }

    /**
     * Opens a link that receives from an address, where {@code credit} messages may be unaccepted at a time.
     *
     * @param handler is given each message on the event loop, in order, and must not block; the link is closed if it throws
     * @param capabilities of the link's source, such as {@code topic} or {@code queue}
     * @return completes before the first message is handed over; fails with an {@link AmqpException} when the broker
     *     refuses the link or does not answer
     */
    public CompletableFuture<AmqpReceiver> openReceiver(
            String address, int credit, Consumer<AmqpDelivery> handler, String... capabilities) {
        return open(number -> {
            Receiver receiver = session.receiver(address + "-" + number);
            Source source = new Source();
            source.setAddress(address);
            source.setCapabilities(symbols(capabilities));
            receiver.setSource(source);
            receiver.setTarget(new Target());
            receiver.setSenderSettleMode(SenderSettleMode.UNSETTLED);
            receiver.setReceiverSettleMode(ReceiverSettleMode.FIRST);
            receiver.setMaxMessageSize(UnsignedLong.valueOf(settings.maxPayloadSize()));
            return new AmqpReceiver(this, receiver, address, credit, handler);
        });
    }

    /**
     * Finds out whether the broker has a MULTICAST queue of the given name, leaving no trace: nothing is created, sent or
     * consumed, whatever the broker's settings, and no permission beyond connecting is needed.
     *
     * @param queue a name that ends with {@value #GLOBAL_SUBSCRIPTION} and holds neither a dot nor {@code |}, which is
     *     what brokers find by either of their ways to name subscriptions
     */
    public CompletableFuture<Boolean> subscriptionExists(String queue) {
        if (!queue.endsWith(GLOBAL_SUBSCRIPTION) || queue.contains(".") || queue.contains("|")) {
            throw new IllegalArgumentException(queue + " is not the name of a global subscription");
        }
        String subscription = queue.substring(0, queue.length() - GLOBAL_SUBSCRIPTION.length());
        // A broker with Core subscription naming on its acceptor does not add the ending itself.
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        probe(subscription, answer, () -> probe(queue, answer, () -> answer.complete(false)));
        return answer;
    }

    /** Calls the listener once when the connection has ended for whatever reason; at once if it has ended already. */
    public void onClosed(Consumer<AmqpException> listener) {
        Completion.of(closed, listener, never -> {});
    }

    public boolean isOpen() {
        return opened.isDone() && !closed.isDone();
    }

    /** Returns the endpoint this connection goes to, as {@code host:port}. */
    public String remoteAddress() {
        return endpoint.toString();
    }

    /**
     * Gives back what one {@link OriginalConnections#acquire} handed out, to be called once for each; the last one closes
     * the connection.
     */
    public void release() {
        owner.accept(this);
    }

    /** Says who decides what a release means; to be called before the connection is handed out. */
    void setOwner(Consumer<AmqpConnection> owner) {
        this.owner = owner;
    }

    /** Closes the connection for all who share it. */
    void close() {
        run(() -> fail(new AmqpException(Reason.CLOSED, "The connection to " + endpoint + " was closed here")));
    }

    ChannelHandler handler() {
        return engine;
    }

    AmqpSettings settings() {
        return settings;
    }

    EventLoop loop() {
        return loop;
    }

    /** Begins the time within which the peer must have opened the connection; completes on the event loop. */
    CompletableFuture<AmqpConnection> opened() {
        // The peer may have been faster than the thread that asks, which learns of the channel from another.
        if (!opened.isDone()) {
            openTimeout = loop.schedule(this::openTimedOut, settings.openTimeoutMillis(), TimeUnit.MILLISECONDS);
        }
        return opened;
    }

    /**
     * Runs the task on the event loop, never at once, and then sends what came of it.
     *
     * @return false if the event loop has ended, so that the task never runs
     */
    boolean run(Runnable task) {
        try {
            loop.execute(() -> {
                task.run();
                pump();
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    void pump() {
        engine.pump();
    }

    void forget(AmqpLink link) {
        links.remove(link);
    }

    private <L extends AmqpLink> CompletableFuture<L> open(Function<Long, L> maker) {
        CompletableFuture<L> result = new CompletableFuture<>();
        boolean accepted = run(() -> {
            if (!isOpen()) {
                result.completeExceptionally(notOpen());
                return;
            }
            L link = maker.apply(nextLink++);
            links.add(link);
            Completion.of(link.open(), opened -> result.complete(link), result::completeExceptionally);
        });
        if (!accepted) {
            result.completeExceptionally(notOpen());
        }
        return result;
    }

    /** Uses a session of its own, so that two look-ups of one name cannot share a link. */
    private void probe(String subscription, CompletableFuture<Boolean> answer, Runnable ifNotFound) {
        CompletableFuture<ExistenceProbe> attached = open(number -> {
            Session own = engine.connection().session();
            Receiver receiver = own.receiver(subscription);
            ExistenceProbe probe = new ExistenceProbe(this, receiver, subscription);
            own.setContext(probe);
            own.open();
            receiver.setTarget(new Target());
            receiver.setDesiredCapabilities(new Symbol[] {GLOBAL});
            return probe;
        });
        Completion.of(
                attached,
                probe -> {
                    probe.close();
                    answer.complete(true);
                },
                refusal -> {
                    switch (refusal.reason()) {
                        case NOT_FOUND -> ifNotFound.run();
                        // The broker looks the queue up before it checks permissions.
                        case UNAUTHORIZED -> answer.complete(true);
                        case REFUSED, UNAUTHENTICATED, UNREACHABLE, TIMEOUT, CLOSED, PROTOCOL ->
                            answer.completeExceptionally(refusal);
                    }
                });
    }

    private AmqpException notOpen() {
        return new AmqpException(Reason.CLOSED, "The connection to " + endpoint + " is not open");
    }

    private void openTimedOut() {
        if (!opened.isDone()) {
            fail(Failures.silent(endpoint, address.isTls(), settings.openTimeoutMillis()));
        }
    }

    /** The one way a connection ends; on the event loop. */
    void fail(AmqpException cause) {
        if (closed.isDone()) {
            return;
        }
        opened.completeExceptionally(cause);
        List.copyOf(links).forEach(link -> link.end(cause));
        if (engine.connection().getLocalState() == EndpointState.ACTIVE) {
            engine.connection().close();
        }
        closed.complete(cause);
        // Not at once: an event of the engine may be under way, and its close is still to be sent.
        if (!run(engine::closeAfterFlush)) {
            engine.closeChannel();
        }
    }

    private static Symbol[] symbols(String... names) {
        return names.length == 0 ? null : Stream.of(names).map(Symbol::valueOf).toArray(Symbol[]::new);
    }

    /** What the engine reports, passed to the connection or the link it is about. */
    private final class EngineEvents implements ProtonEngine.Listener {

        @Override
        public void event(Event event) {
            if (event.getLink() != null && linkOf(event) == null) {
                fail(new AmqpException(Reason.PROTOCOL, endpoint + " opened a link by itself"));
                return;
            }
            // The engine has many more events than concern a client.
            switch (event.getType()) {
                case CONNECTION_REMOTE_OPEN -> engine.startHeartbeat();
                case CONNECTION_REMOTE_CLOSE ->
                    closedByPeer("connection", engine.connection().getRemoteCondition());
                case SESSION_REMOTE_OPEN -> sessionOpened(event.getSession());
                case SESSION_REMOTE_CLOSE -> sessionClosed(event.getSession());
                case LINK_REMOTE_OPEN -> linkOf(event).remoteOpened();
                case LINK_REMOTE_CLOSE, LINK_REMOTE_DETACH -> {
                    linkOf(event).remoteClosed(event.getLink().getRemoteCondition());
                    event.getLink().free();
                }
                case LINK_FLOW -> linkOf(event).flow();
                case DELIVERY -> linkOf(event).delivery(event.getDelivery());
                default -> {}
            }
        }

        @Override
        public void failed(AmqpException cause) {
            fail(cause);
        }

        private void sessionOpened(Session which) {
            if (which == session) {
                if (openTimeout != null) {
                    openTimeout.cancel(false);
                }
                opened.complete(AmqpConnection.this);
            }
        }

        private void sessionClosed(Session which) {
            if (which.getContext() instanceof AmqpLink probe) {
                probe.remoteClosed(which.getRemoteCondition());
                which.free();
            } else {
                closedByPeer("session", which.getRemoteCondition());
            }
        }

        private void closedByPeer(String what, ErrorCondition error) {
            AmqpException cause = Failures.remote(endpoint + " closed the " + what, error, Reason.CLOSED);
            boolean isLogin = !opened.isDone() && cause.reason() == Reason.UNAUTHORIZED;
            fail(isLogin ? login.refusal() : cause);
        }

        private AmqpLink linkOf(Event event) {
            return (AmqpLink) event.getLink().getContext();
        }
    }
}
