// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.message.EveryKind;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.message.OriginalId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;

/** Makes a replica's messages out of an original's, faithful ones and altered ones. For one thread. */
final class ReplicaCopies {

    private final StorageManager storage;
    private final long origin;
    private final Map<Message, byte[]> largeBodies = new HashMap<>();
    private final List<LargeServerMessage> bodyFiles = new ArrayList<>();

    ReplicaCopies(StorageManager storage, long origin) {
        this.storage = storage;
        this.origin = origin;
    }

    /** A message as it lies in the replica queue, which numbers what arrives. */
    MessageReference faithful(Message message) throws Exception {
        return reference(message, message.getMessageID(), Fingerprint.of(message));
    }

    /**
     * The same with a mark that need not fit.
     *
     * @param id of the original's message for which it is taken
     * @param fingerprint the original is said to have sent with it
     */
    MessageReference reference(Message content, long id, long fingerprint) throws Exception {
        Message copy = unmarked(content).getMessage();
        new OriginalId(origin, id, fingerprint).markOn(copy);
        return MessageReference.Factory.createReference(copy, null);
    }

    /** A message that did not come from an original. */
    MessageReference unmarked(Message content) throws Exception {
        Message copy = copy(content);
        if (!copy.isLargeMessage()) {
            // A large one got its number with its body file.
            copy.setMessageID(storage.generateID());
        }
        return MessageReference.Factory.createReference(copy, null);
    }

    /** Deletes the body files of all copies. */
    void clear() throws Exception {
        for (LargeServerMessage large : bodyFiles) {
            large.deleteFile();
        }
        bodyFiles.clear();
    }

    /** The message with a content that differs in one place. */
    Message altered(Message message, int kind) throws Exception {
        if (message.isLargeMessage()) {
            byte[] body = body(message).clone();
            body[Math.floorMod(kind, body.length)]++;
            return assembled(message, body);
        }
        if (message instanceof AMQPMessage amqp && kind % 2 == 0) {
            var proton = amqp.getProtonMessage();
            proton.setBody(new AmqpValue("altered " + kind));
            return EveryKind.standard(proton);
        }
        Message altered = copy(message);
        alter(altered, kind);
        altered.messageChanged();
        altered.reencode();
        return altered;
    }

    private static void alter(Message message, int kind) {
        if (message instanceof CoreMessage core) {
            switch (Math.floorMod(kind, 5)) {
                case 0 -> core.setTimestamp(core.getTimestamp() + 1);
                case 1 -> core.setPriority((byte) ((core.getPriority() + 1) % 10));
                case 2 -> core.setDurable(!core.isDurable());
                case 3 -> core.putIntProperty("altered", kind);
                default -> core.getBodyBuffer().writeByte((byte) kind);
            }
        } else {
            message.setExpiration(message.getExpiration() + 1 + Math.floorMod(kind, 1_000));
        }
    }

    private Message copy(Message message) throws Exception {
        if (message.isLargeMessage()) {
            return assembled(message, body(message));
        }
        ByteBuf bytes = Unpooled.buffer();
        MessageCodec.encode(message, bytes);
        return MessageCodec.decode(bytes, storage);
    }

    /** As the follower makes it from what comes over the wire. */
    private Message assembled(Message message, byte[] body) throws Exception {
        ByteBuf head = Unpooled.buffer();
        MessageCodec.encode(message, head);
        LargeMessageAssembly assembly =
                new LargeMessageAssembly(message.getMessageID(), Fingerprint.of(message), body.length, head, storage);
        assembly.append(Unpooled.wrappedBuffer(body));
        Message complete =
                assembly.complete(Fingerprint.newHashStream().putBytes(body).getAsLong());
        bodyFiles.add((LargeServerMessage) complete);
        return complete;
    }

    private byte[] body(Message message) throws Exception {
        byte[] known = largeBodies.get(message);
        if (known != null) {
            return known;
        }
        try (LargeBodyReader reader =
                ((LargeServerMessage) message).getLargeBody().getLargeBodyReader()) {
            reader.open();
            ByteBuffer body = ByteBuffer.allocate((int) reader.getSize());
            while (body.hasRemaining() && reader.readInto(body) > 0) {
                // A body comes in parts.
            }
            largeBodies.put(message, body.array());
            return body.array();
        }
    }
}
