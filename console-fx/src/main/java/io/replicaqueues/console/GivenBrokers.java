// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jolokia.json.JSONArray;

/**
 * Brokers that whoever starts the console hands over, passwords included: one line of JSON on the standard input, where
 * no other user of the machine can read it. Stateless.
 */
final class GivenBrokers {

    /** The argument that says that there is such a line. */
    static final String ARGUMENT = "--brokers-on-standard-input";

    private GivenBrokers() {}

    /**
     * A broker and its password.
     *
     * @param profile the broker
     * @param secrets its password
     */
    record Given(BrokerProfile profile, Secrets secrets) {}

    /** What was handed over; nothing unless the argument is there. */
    static List<Given> from(List<String> arguments, InputStream input) throws IOException {
        if (!arguments.contains(ARGUMENT)) {
            return List.of();
        }
        String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
        try {
            List<Given> brokers = new ArrayList<>();
            for (Object entry : Json.parse(line == null ? "[]" : line, JSONArray.class)) {
                brokers.add(given((Map<?, ?>) entry));
            }
            return brokers;
        } catch (ClassCastException | IOException e) {
            // Not with the cause, which may quote the line.
            throw new IOException("The standard input has no list of brokers");
        }
    }

    private static Given given(Map<?, ?> entry) {
        BrokerProfile profile = BrokerProfile.of(text(entry, "name"), text(entry, "address"), text(entry, "user"))
                .withBroker(text(entry, "broker"))
                .withColour(text(entry, "colour"));
        return new Given(profile, new Secrets(text(entry, "password")));
    }

    private static String text(Map<?, ?> entry, String name) {
        Object value = entry.get(name);
        return value == null ? "" : value.toString();
    }
}
