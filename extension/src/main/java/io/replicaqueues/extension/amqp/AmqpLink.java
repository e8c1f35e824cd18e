// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;

/**
 * The life of one link from opening to its one end. Confined to its connection's event loop, but for {@link #onClosed},
 * {@link #isOpen} and {@link #close}, which any thread may call.
 */
abstract sealed class AmqpLink permits AmqpReceiver, AmqpSender, ExistenceProbe {

    final AmqpConnection connection;
    final EventLoop loop;
    final String address;

    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<AmqpException> closed = new CompletableFuture<>();

    private ScheduledFuture<?> openTimeout;

    AmqpLink(AmqpConnection connection, String address) {
        this.connection = connection;
        this.loop = connection.loop();
        this.address = address;
    }

    /** Returns whether the link can still be used, as far as this side knows. */
    public boolean isOpen() {
        return opened.isDone() && !closed.isDone();
    }

    /**
     * Calls the listener once, on the event loop, when the link has ended for whatever reason, its connection's end and
     * {@link #close} included; at once if it has ended already.
     */
    public void onClosed(Consumer<AmqpException> listener) {
        Completion.of(closed, listener, never -> {});
    }

    /** Closes the link; does nothing if it is closed already. */
    public void close() {
        connection.run(() -> end(new AmqpException(AmqpException.Reason.CLOSED, subject() + " was closed here")));
    }

    abstract Link link();

    /** Whether the peer's answer to the attach means that it accepts the link: a refusal is an attach without terminus. */
    abstract boolean isAccepted();

    /** The peer sent a transfer or a disposition. */
    abstract void delivery(Delivery delivery);

    /** The peer gave credit. */
    void flow() {}

    /** The link has ended; called once. */
    void ended(AmqpException cause) {}

    /** The beginning of a sentence about this link. */
    abstract String subject();

    CompletableFuture<Void> open() {
        link().setContext(this);
        link().open();
        int timeout = connection.settings().openTimeoutMillis();
        openTimeout = loop.schedule(() -> openTimedOut(timeout), timeout, TimeUnit.MILLISECONDS);
        return opened;
    }

    final void remoteOpened() {
        if (isAccepted()) {
            openTimeout.cancel(false);
            opened.complete(null);
        }
    }

    final void remoteClosed(ErrorCondition error) {
        end(Failures.remote(subject() + " was refused or closed by the peer", error, AmqpException.Reason.CLOSED));
    }

    /** Ends the link for the given reason and tells the peer, if it can still be told. */
    final void end(AmqpException cause) {
        if (closed.isDone()) {
            return;
        }
        if (link().getLocalState() == EndpointState.ACTIVE) {
            detach();
        }
        openTimeout.cancel(false);
        connection.forget(this);
        opened.completeExceptionally(cause);
        ended(cause);
        closed.complete(cause);
    }

    /** Ends the link because this side found a fault, which the peer is told. */
    final void fault(String condition, String message) {
        link().setCondition(new ErrorCondition(Symbol.valueOf(condition), message));
        end(new AmqpException(AmqpException.Reason.PROTOCOL, condition, subject() + ": " + message, null));
    }

    void detach() {
        link().close();
    }

    private void openTimedOut(int millis) {
        if (opened.isDone()) {
            return;
        }
        end(new AmqpException(AmqpException.Reason.TIMEOUT, subject() + " was not answered within " + millis + " ms"));
        connection.pump();
    }
}
