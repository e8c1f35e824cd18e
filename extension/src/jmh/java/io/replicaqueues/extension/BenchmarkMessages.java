// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import java.util.Random;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;

/** Durable Core messages with a body of 1 KiB, encoded as a broker has those that it received. Stateless. */
public final class BenchmarkMessages {

    private static final byte[] BODY = new byte[1_024];

    static {
        new Random(1).nextBytes(BODY);
    }

    private BenchmarkMessages() {}

    /** One with this id. */
    public static Message of(long id) {
        CoreMessage message = new CoreMessage(id, BODY.length + 256);
        message.setAddress(SimpleString.of("original"));
        message.setDurable(true);
        message.putIntProperty("number", (int) id);
        message.getBodyBuffer().writeBytes(BODY);
        message.getEncodeSize();
        return message;
    }
}
