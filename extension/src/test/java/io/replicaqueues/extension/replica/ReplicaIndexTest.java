// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.extension.wire.Digest;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

class ReplicaIndexTest {

    private static final long ORIGIN = 77;

    private final ReplicaIndex index = new ReplicaIndex();

    @Test
    void aMessageIsAddedOnce() {
        assertTrue(index.add(1, 11));
        Digest digest = index.digest();

        assertFalse(index.add(1, 12));
        assertEquals(digest, index.digest());
        assertTrue(index.holds(1, 11));
        assertFalse(index.holds(1, 12));
    }

    @Test
    void aMessageIsRemovedOnce() {
        index.add(1, 11);

        assertTrue(index.remove(1));
        assertFalse(index.remove(1));
        assertFalse(index.contains(1));
        assertEquals(Digest.EMPTY, index.digest());
    }

    @Test
    void theDigestIsThatOfWhatIsHeld() {
        index.add(1, 11);
        index.add(1L << 40, 12);
        index.add(3, 13);
        index.remove(3);

        Digest.Accumulator expected = new Digest.Accumulator();
        expected.add(1L << 40, 12);
        expected.add(1, 11);
        assertEquals(expected.digest(), index.digest());
        assertEquals(Roaring64Bitmap.bitmapOf(1, 1L << 40), index.ids());
    }

    @Test
    void whatIsFoundInTheQueueBelongsOnceAndIfItIsOfTheOriginal() {
        assertTrue(index.addFound(marked(new OriginalId(ORIGIN, 1, 11)), ORIGIN));
        assertFalse(index.addFound(marked(new OriginalId(ORIGIN, 1, 11)), ORIGIN), "repeated");
        assertFalse(index.addFound(marked(new OriginalId(ORIGIN + 1, 2, 12)), ORIGIN), "of another original");
        assertFalse(index.addFound(new CoreMessage(5, 64), ORIGIN), "unmarked");

        assertEquals(Roaring64Bitmap.bitmapOf(1), index.ids());
        assertTrue(index.holds(1, 11));
        assertEquals(1, index.digest().count());
    }

    private static Message marked(OriginalId mark) {
        CoreMessage message = new CoreMessage(5, 64);
        mark.markOn(message);
        return message;
    }
}
