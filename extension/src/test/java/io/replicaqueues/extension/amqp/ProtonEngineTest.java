// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.channel.embedded.EmbeddedChannel;
import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.qpid.proton.engine.Event;
import org.junit.jupiter.api.Test;

class ProtonEngineTest {

    private static final Endpoint PEER = new Endpoint("127.0.0.1", 5672);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void theChannelIsClosedAlsoIfEventsCannotBeHandled() {
        List<Event.Type> seen = new ArrayList<>();
        ProtonEngine engine = new ProtonEngine(PEER, AmqpSettings.DEFAULT, new ProtonEngine.Listener() {
            @Override
            public void event(Event event) {
                seen.add(event.getType());
                throw new IllegalStateException("cannot be handled");
            }

            @Override
            public void failed(AmqpException cause) {}
        });
        channel.pipeline().addLast(engine);
        engine.connection().open();

        channel.eventLoop().execute(engine::closeAfterFlush);
        channel.eventLoop().execute(engine::pump);
        channel.runPendingTasks();

        assertFalse(channel.isOpen());
        assertEquals(List.of(Event.Type.CONNECTION_INIT, Event.Type.CONNECTION_LOCAL_OPEN), seen);
    }

    @Test
    void aMessageThatALookUpDidNotAskForEndsTheConnection() throws Exception {
        AmqpConnection connection = new AmqpConnection(
                OriginalAddress.parse(PEER.toString()), PEER, AmqpSettings.DEFAULT, channel.eventLoop());
        channel.pipeline().addLast(connection.handler());
        CompletableFuture<AmqpException> closed = new CompletableFuture<>();
        connection.onClosed(closed::complete);
        ExistenceProbe probe = new ExistenceProbe(connection, null, "queue");

        probe.delivery(null);
        channel.runPendingTasks();

        assertEquals(Reason.PROTOCOL, Outcome.of(closed).reason());
        assertFalse(channel.isOpen());
    }
}
