// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

/**
 * Where one broker listens; immutable, may be used by any thread.
 *
 * @param host a host name, an IPv4 address or an IPv6 address without brackets
 * @param port a TCP port, 1 to 65535
 */
public record Endpoint(String host, int port) {

    /** Returns {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
