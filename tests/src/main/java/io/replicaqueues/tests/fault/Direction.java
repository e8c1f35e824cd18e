// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

/** Which way traffic through a {@link TcpProxy} goes. Any thread may use it. */
public enum Direction {
    /** From whoever connected to the proxy to the broker behind it. */
    TO_BROKER,
    /** From the broker to whoever connected. */
    TO_CLIENT
}
