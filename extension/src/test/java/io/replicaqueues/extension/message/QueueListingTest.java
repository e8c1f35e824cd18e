// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;

class QueueListingTest {

    private static final int MESSAGES = 20;
    private static final long NANOS_PER_MESSAGE = TimeUnit.MILLISECONDS.toNanos(40);

    /** What large messages are compared by is read from the disk. */
    @Test
    void messagesThatTakeLongAreShownInSmallSteps() {
        List<MessageReference> references = LongStream.range(0, MESSAGES)
                .mapToObj(id -> MessageReference.Factory.createReference(new CoreMessage(id, 64), null))
                .toList();
        QueueListing listing = new QueueListing(null, references, new PagedList());
        List<Long> shown = new ArrayList<>();
        AtomicInteger steps = new AtomicInteger();

        listing.forEach(
                        reference -> {
                            long begun = System.nanoTime();
                            while (System.nanoTime() - begun < NANOS_PER_MESSAGE) {
                                Thread.onSpinWait();
                            }
                            shown.add(reference.getMessageID());
                        },
                        step -> {
                            steps.incrementAndGet();
                            step.run();
                        })
                .join();

        assertEquals(LongStream.range(0, MESSAGES).boxed().toList(), shown);
        assertTrue(steps.get() > 2, () -> steps + " steps");
    }
}
