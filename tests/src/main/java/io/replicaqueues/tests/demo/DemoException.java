// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

/** Why the demo cannot run, in one line that says what to do. */
final class DemoException extends Exception {

    private static final long serialVersionUID = 1;

    DemoException(String message) {
        super(message);
    }
}
