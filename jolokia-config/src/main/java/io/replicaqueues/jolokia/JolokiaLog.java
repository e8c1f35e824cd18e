// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.jolokia;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jolokia.core.api.LogHandler;

/** Sends the agent's log to the platform's, where its start-up chatter is worth no more than debug. */
final class JolokiaLog implements LogHandler {

    private static final Logger LOG = System.getLogger("org.jolokia");

    @Override
    public void debug(String message) {
        LOG.log(Level.TRACE, message);
    }

    @Override
    public void info(String message) {
        LOG.log(Level.DEBUG, message);
    }

    @Override
    public void error(String message, Throwable cause) {
        LOG.log(Level.WARNING, message, cause);
    }

    @Override
    public boolean isDebug() {
        return LOG.isLoggable(Level.TRACE);
    }
}
