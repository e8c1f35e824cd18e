// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** The logs of the brokers and clients in this JVM: warnings and errors, to standard error. */
public final class BrokerLogs {

    private static final String OWN_CONFIGURATION = "java.util.logging.config.file";

    private BrokerLogs() {}

    /** Configures logging for the whole JVM, unless its command line does. Any thread may call it, any number of times. */
    public static synchronized void configure() {
        if (System.getProperty(OWN_CONFIGURATION) != null) {
            return;
        }
        try (InputStream configuration = BrokerLogs.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("Logging cannot be configured", e);
        }
    }
}
