// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import org.junit.jupiter.api.Test;

class CountersTest {

    private static final Counters STORED = new Counters(1, 2, 3, 4, 5);

    @Test
    void bytesAloneAreNotWorthStoring() {
        assertFalse(new Counters(1, 2, 1_000, 4, 5).tellMoreThan(STORED));
    }

    @Test
    void everyOtherCounterIs() {
        assertTrue(new Counters(2, 2, 3, 4, 5).tellMoreThan(STORED));
        assertTrue(new Counters(1, 3, 3, 4, 5).tellMoreThan(STORED));
        assertTrue(new Counters(1, 2, 3, 5, 5).tellMoreThan(STORED));
        assertTrue(new Counters(1, 2, 3, 4, 6).tellMoreThan(STORED));
    }
}
