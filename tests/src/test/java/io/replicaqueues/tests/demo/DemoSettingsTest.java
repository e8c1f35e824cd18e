// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.tests.broker.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the demo says about settings that cannot work. */
final class DemoSettingsTest {

    private static final List<String> PORTS =
            List.of("demo.node1.port", "demo.node2.port", "demo.jmx.port", "demo.jolokia.port");

    @BeforeEach
    void chooseFreePorts() {
        PORTS.forEach(property -> System.setProperty(property, Integer.toString(FreePorts.next())));
    }

    @AfterEach
    void forget() {
        PORTS.forEach(System::clearProperty);
        System.clearProperty("demo.seconds");
        System.clearProperty("demo.password");
    }

    @Test
    void aTakenPortIsNamedWithThePropertyToSet() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.setProperty("demo.jmx.port", Integer.toString(taken.getLocalPort()));
            assertRefused("Port " + taken.getLocalPort()
                    + " of 127.0.0.1 is taken: choose another with -Ddemo.jmx.port=PORT");
        }
    }

    @Test
    void aPortThatIsWantedTwiceIsNamedWithBothProperties() {
        String port = System.getProperty("demo.node1.port");
        System.setProperty("demo.node2.port", port);
        assertRefused("Port " + port + " is wanted twice: choose another with -Ddemo.node1.port=PORT"
                + " or -Ddemo.node2.port=PORT");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        System.setProperty("demo.seconds", "-1");
        assertRefused("-Ddemo.seconds=-1 is not a number from 0 to 2147483647");
    }

    @Test
    void thePasswordIsNewEachTimeUnlessGiven() throws Exception {
        String first = DemoSettings.fromSystemProperties().password();
        assertNotEquals(first, DemoSettings.fromSystemProperties().password());

        System.setProperty("demo.password", "given");
        assertEquals("given", DemoSettings.fromSystemProperties().password());
    }

    private static void assertRefused(String message) {
        assertEquals(
                message,
                assertThrows(DemoException.class, DemoSettings::fromSystemProperties)
                        .getMessage());
    }
}
