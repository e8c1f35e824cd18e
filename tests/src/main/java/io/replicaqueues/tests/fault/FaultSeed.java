// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.util.Random;

/** What decides everything random in a fault test. Any thread may call it. */
public final class FaultSeed {

    private static final String PROPERTY = "fault.seed";

    private FaultSeed() {}

    /** A new seed, or the one to replay; printed, so that a failure can be replayed. */
    public static long of(String test) {
        long seed = Long.getLong(PROPERTY, new Random().nextLong());
        System.out.println(test + ": replay with -D" + PROPERTY + "=" + seed);
        return seed;
    }
}
