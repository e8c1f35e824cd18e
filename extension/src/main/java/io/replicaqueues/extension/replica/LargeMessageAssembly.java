// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import com.dynatrace.hash4j.hashing.HashStream64;
import io.netty.buffer.ByteBuf;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.message.MessageCodec;
import io.replicaqueues.extension.wire.WireException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/**
 * One large message whose body arrives in chunks and goes straight to its file; confined to the replica's executor.
 * Until it is complete the broker knows of no such message: a body cut half-way is deleted here, or when the broker
 * starts again.
 */
final class LargeMessageAssembly {

    private final long id;
    private final long fingerprint;
    private final long bodySize;
    private final LargeServerMessage large;
    private final HashStream64 bodyHash = Fingerprint.newHashStream();
    private long received;

    LargeMessageAssembly(long id, long fingerprint, long bodySize, ByteBuf head, StorageManager storage)
            throws Exception {
        this.id = id;
        this.fingerprint = fingerprint;
        this.bodySize = bodySize;
        if (storage.getMessageJournal() == null) {
            throw new WireException("message " + id + " is a large one, for which a broker without persistence has no"
                    + " file: switch persistence-enabled on");
        }
        Message message = MessageCodec.decode(head, storage);
        if (!(message instanceof LargeServerMessage decoded)) {
            throw new WireException("message " + id + " is announced as a large one and is none");
        }
        this.large = decoded;
        long newId = storage.generateID();
        message.setMessageID(newId);
        large.setStorageManager(storage);
        storage.onLargeMessageCreate(newId, large);
    }

    long id() {
        return id;
    }

    long fingerprint() {
        return fingerprint;
    }

    void append(ByteBuf bytes) throws Exception {
        byte[] chunk = new byte[bytes.readableBytes()];
        bytes.readBytes(chunk);
        received += chunk.length;
        if (received > bodySize) {
            throw new WireException("large message " + id + " has more than the " + bodySize + " bytes announced");
        }
        bodyHash.putBytes(chunk);
        large.addBytes(chunk);
    }

    /** Completes the body and returns the message, ready to be added. */
    Message complete(long bodyFingerprint) throws Exception {
        if (received != bodySize || bodyHash.getAsLong() != bodyFingerprint) {
            throw new WireException("the body of large message " + id + " was damaged on its way");
        }
        large.releaseResources(true, true);
        return large.toMessage();
    }

    /** Deletes what has arrived. */
    void discard() throws Exception {
        large.releaseResources(false, true);
        large.deleteFile();
    }
}
