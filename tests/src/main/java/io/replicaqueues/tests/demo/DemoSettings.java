// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What can be chosen, by system properties {@code demo.*}. Immutable.
 *
 * @param node1Port AMQP port of the original broker
 * @param node2Port AMQP port of the replica broker
 * @param jmxPort port of JMX over RMI
 * @param jolokiaPort port of JMX over HTTP
 * @param user who may do everything, on brokers, JMX and Jolokia
 * @param password that user's password
 * @param console whether to open the desktop console on both brokers
 * @param seconds after so many the demo ends by itself; 0: when interrupted
 */
record DemoSettings(
        int node1Port,
        int node2Port,
        int jmxPort,
        int jolokiaPort,
        String user,
        String password,
        boolean console,
        int seconds) {

    private static final String NODE1_PORT = "demo.node1.port";
    private static final String NODE2_PORT = "demo.node2.port";
    private static final String JMX_PORT = "demo.jmx.port";
    private static final String JOLOKIA_PORT = "demo.jolokia.port";
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 16;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /**
     * Reads the system properties.
     *
     * @throws DemoException if one has no sense, or names a port that is taken
     */
    static DemoSettings fromSystemProperties() throws DemoException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(NODE1_PORT, number(NODE1_PORT, 5672, 1, 65_535));
        ports.put(NODE2_PORT, number(NODE2_PORT, 5673, 1, 65_535));
        ports.put(JMX_PORT, number(JMX_PORT, 11_099, 1, 65_535));
        ports.put(JOLOKIA_PORT, number(JOLOKIA_PORT, 8778, 1, 65_535));
        requireFree(ports);
        return new DemoSettings(
                ports.get(NODE1_PORT),
                ports.get(NODE2_PORT),
                ports.get(JMX_PORT),
                ports.get(JOLOKIA_PORT),
                text("demo.user", "operator"),
                text("demo.password", randomPassword()),
                Boolean.getBoolean("demo.console"),
                number("demo.seconds", 0, 0, Integer.MAX_VALUE));
    }

    private static void requireFree(Map<String, Integer> ports) throws DemoException {
        Map<Integer, String> properties = new HashMap<>();
        for (Map.Entry<String, Integer> entry : ports.entrySet()) {
            String other = properties.put(entry.getValue(), entry.getKey());
            if (other != null) {
                throw new DemoException("Port " + entry.getValue() + " is wanted twice: choose another with -D" + other
                        + "=PORT or -D" + entry.getKey() + "=PORT");
            }
            if (isTaken(entry.getValue())) {
                throw new DemoException("Port " + entry.getValue() + " of 127.0.0.1 is taken: choose another with -D"
                        + entry.getKey() + "=PORT");
            }
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    private static int number(String property, int otherwise, int least, int most) throws DemoException {
        String text = text(property, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new DemoException("-D" + property + "=" + text + " is not a number from " + least + " to " + most);
    }

    private static String text(String property, String otherwise) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static String randomPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        while (password.length() < PASSWORD_LENGTH) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
