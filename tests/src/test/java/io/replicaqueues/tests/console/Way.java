// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

/** How the console reaches a broker. */
enum Way {
    JMX,
    JOLOKIA
}
