// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.time.Duration;
import org.awaitility.Awaitility;

/** What holds for all tests with brokers. */
final class TestDefaults {

    /** A connection and a catch-up take a moment, and others use the machine too. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestDefaults() {}

    /** Sets them for the whole JVM; any thread may call it, any number of times. */
    static void set() {
        BrokerLogs.configure();
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
