// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;

/**
 * Asks a broker whether a subscription queue exists, without a trace: a receiver that attaches without a source asks to
 * resume the subscription of its link's name, which the broker looks up and never creates. Confined to the event loop.
 */
final class ExistenceProbe extends AmqpLink {

    private final Receiver receiver;

    ExistenceProbe(AmqpConnection connection, Receiver receiver, String address) {
        super(connection, address);
        this.receiver = receiver;
    }

    @Override
    Receiver link() {
        return receiver;
    }

    @Override
    boolean isAccepted() {
        return receiver.getRemoteSource() != null;
    }

    @Override
    void delivery(Delivery delivery) {
        connection.fail(new AmqpException(
                AmqpException.Reason.PROTOCOL, connection.remoteAddress() + " sent a message that was not asked for"));
    }

    @Override
    void ended(AmqpException cause) {
        receiver.getSession().close();
    }

    /** Not a close: that would tell the broker to delete the subscription. */
    @Override
    void detach() {
        receiver.detach();
    }

    @Override
    String subject() {
        return "The look-up of " + address + " on " + connection.remoteAddress();
    }
}
