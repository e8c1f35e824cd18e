// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

/** What the peer sent is not what the protocol allows; the message says which part and why. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }

    public WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
