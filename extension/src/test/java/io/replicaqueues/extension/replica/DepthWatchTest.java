// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DepthWatchTest {

    private long nanos = Long.MAX_VALUE - 5;
    private final DepthWatch watch = new DepthWatch(() -> nanos);

    @Test
    void aDifferenceThatStaysTheSameIsAmiss() {
        assertFalse(watch.isAmiss(1));
        pass(999);
        assertFalse(watch.isAmiss(1));
        pass(1);
        assertTrue(watch.isAmiss(1));
    }

    @Test
    void onesThatChangeOrPassAreNot() {
        for (int difference : new int[] {1, 2, 0, -1, 0, 1, 2}) {
            assertFalse(watch.isAmiss(difference));
            pass(999);
            assertFalse(watch.isAmiss(difference));
        }
    }

    @Test
    void theNextOneIsAmissAgainWhenReadingHelped() {
        assertTrue(isAmissInTheEnd(3));
        assertFalse(watch.isAmiss(0));

        assertTrue(isAmissInTheEnd(3));
    }

    @Test
    void oneThatReadingLeavesAsItWasIsAccepted() {
        assertTrue(isAmissInTheEnd(-2));

        assertFalse(isAmissInTheEnd(-2));
        assertFalse(isAmissInTheEnd(-2));
        assertTrue(isAmissInTheEnd(-1), "another one");
    }

    private boolean isAmissInTheEnd(long difference) {
        if (watch.isAmiss(difference)) {
            return true;
        }
        pass(1_000);
        return watch.isAmiss(difference);
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
