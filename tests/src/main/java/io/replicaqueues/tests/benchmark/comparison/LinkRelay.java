// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.fault.TcpProxy;
import java.io.IOException;
import java.time.Duration;

/** The program of the process that a link goes through: it prints its port, and relays until its input ends. */
public final class LinkRelay {

    private LinkRelay() {}

    /**
     * Relays.
     *
     * @param args the port on 127.0.0.1 to relay to, and by how many milliseconds everything is to arrive later
     */
    public static void main(String[] args) throws IOException {
        try (TcpProxy proxy = TcpProxy.wide(Integer.parseInt(args[0]))) {
            proxy.delay(Duration.ofMillis(Long.parseLong(args[1])));
            System.out.println(proxy.port());
            System.in.readAllBytes();
        }
    }
}
