// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

/** A request that Jolokia, or the MBean behind it, refused. The message is the server's own text. */
public final class JolokiaException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    JolokiaException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the answer, as in HTTP: 403 forbidden, 404 no such MBean or attribute, 500 the MBean's error. */
    public int status() {
        return status;
    }
}
