// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.fuzz.Attack;
import io.replicaqueues.extension.fuzz.HostileInputs;
import io.replicaqueues.extension.wire.IdSetCodec;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.RequestChecksum;
import io.replicaqueues.extension.wire.WireException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPStandardMessage;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Whatever a hostile replica asks, reading its request ends soon, takes little memory, and is answered or refused. */
class HostileRequestsTest {

    private static final long BYTES = 1 << 20;
    private static final int BYTES_PER_BYTE = 200;

    private static final HostileInputs INPUTS = new HostileInputs(List.of(
            encoded(
                    Map.of(
                            Protocol.REQUEST,
                            Protocol.OPEN,
                            Protocol.VERSION_KEY,
                            Protocol.VERSION,
                            Protocol.QUEUE,
                            "orders",
                            Protocol.REPLICA_NODE,
                            "a node",
                            Protocol.REPLICA_QUEUE,
                            "orders",
                            Protocol.ACKNOWLEDGEMENT,
                            Protocol.SYNC,
                            Protocol.KNOWN_ACTIVATION,
                            "an activation"),
                    new byte[0]),
            encoded(Map.of(Protocol.REQUEST, Protocol.HOLD), claim()),
            encoded(Map.of(Protocol.REQUEST, Protocol.FOLLOW, Protocol.HELD, 1_000L), new byte[0]),
            encoded(Map.of(Protocol.REQUEST, Protocol.VERIFY, Protocol.TOKEN, 7L), new byte[0]),
            encoded(Map.of(Protocol.REQUEST, Protocol.MARK), new byte[0])));

    private final Attack attack = new Attack(
            HostileRequestsTest::take,
            BYTES,
            BYTES_PER_BYTE,
            Set.of(ActiveMQIllegalStateException.class, WireException.class));

    @Test
    void requestsAreTakenOrRefusedAndNothingElse() {
        attack.with(INPUTS, Attack.SOME);
    }

    @Tag("soak")
    @Test
    void noneOfManyRequestsIsTakenOtherwise() {
        attack.with(INPUTS, Attack.MANY);
    }

    /** As the original broker does; what the broker itself refuses to receive never comes so far. */
    private static void take(byte[] input) throws Exception {
        AMQPStandardMessage received;
        try {
            received = new AMQPStandardMessage(0, input, null, null);
        } catch (RuntimeException | StackOverflowError refusedByTheBroker) {
            return;
        }
        readAll(ControlRequest.of(received));
    }

    private static void readAll(ControlRequest request) throws ActiveMQException, WireException {
        switch (request.kind()) {
            case Protocol.OPEN -> {
                String unused = request.required(Protocol.QUEUE)
                        + request.required(Protocol.REPLICA_NODE)
                        + request.required(Protocol.REPLICA_QUEUE)
                        + request.required(Protocol.ACKNOWLEDGEMENT)
                        + request.optional(Protocol.KNOWN_ACTIVATION)
                        + request.version();
            }
            case Protocol.HOLD -> {
                new ClaimMemory(1 << 20).share().reserveFor(request.body());
                IdSetCodec.readRunsInto(new Roaring64Bitmap(), Unpooled.wrappedBuffer(request.body()));
            }
            case Protocol.FOLLOW -> {
                long unused = request.requiredNumber(Protocol.HELD);
            }
            case Protocol.VERIFY -> {
                long unused = request.requiredNumber(Protocol.TOKEN);
            }
            default -> {}
        }
    }

    private static byte[] claim() {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        ids.addRange(1, 1_000);
        ids.addLong(1L << 31);
        ids.addLong(1L << 62);
        byte[][] first = new byte[1][];
        IdSetCodec.chunks(ids, Protocol.MAX_REQUEST_BODY, chunk -> first[0] = chunk);
        return first[0];
    }

    private static byte[] encoded(Map<String, Object> properties, byte[] body) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(Protocol.FEED, "feed-1");
        all.put(Protocol.CHECKSUM, RequestChecksum.of(Map.copyOf(all), body));
        Message message = Proton.message();
        message.setApplicationProperties(new ApplicationProperties(all));
        message.setBody(new Data(new Binary(body)));
        byte[] buffer = new byte[2_000];
        int size = message.encode(buffer, 0, buffer.length);
        return Arrays.copyOf(buffer, size);
    }
}
