// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jolokia.json.JSONArray;

/**
 * Where a broker listens for AMQP 1.0. Immutable.
 *
 * @param host as it is configured, {@code 0.0.0.0} for instance
 * @param port of it
 * @param isTls whether it wants TLS
 * @param isForAmqpAlone whether clients can speak nothing else there
 */
public record Acceptor(String host, int port, boolean isTls, boolean isForAmqpAlone) {

    private static final String AMQP = "AMQP";
    private static final int MAX_PORT = 65_535;
    private static final Set<String> EVERY_HOST = Set.of("", "0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");
    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    /** What a person would take first: a port for AMQP alone, and no TLS that needs options. */
    private static final Comparator<Acceptor> BEST_FIRST = Comparator.comparing((Acceptor each) -> !each.isForAmqpAlone)
            .thenComparing(Acceptor::isTls)
            .thenComparing(Acceptor::port);

    /**
     * The acceptor as the address of an original broker.
     *
     * @param managedAt the host at which the same broker is managed: it stands in where the acceptor names none, or
     *     only its own machine
     */
    public String address(String managedAt) {
        String name = host.toLowerCase(Locale.ROOT);
        String named = EVERY_HOST.contains(name) || THIS_HOST.contains(name) ? managedAt : host;
        String bracketed = named.indexOf(':') >= 0 && !named.startsWith("[") ? "[" + named + "]" : named;
        return (isTls ? "amqps://" : "amqp://") + bracketed + ":" + port;
    }

    /** Reads what the broker says of its acceptors; those without AMQP are left out. The best comes first. */
    static List<Acceptor> in(String json) throws ConnectionFailure {
        try {
            List<Acceptor> acceptors = new ArrayList<>();
            for (Object each : Json.parse(json, JSONArray.class)) {
                if (each instanceof Map<?, ?> acceptor && acceptor.get("params") instanceof Map<?, ?> parameters) {
                    add(parameters, acceptors);
                }
            }
            acceptors.sort(BEST_FIRST);
            return List.copyOf(acceptors);
        } catch (IOException e) {
            throw new ConnectionFailure(Reason.NOT_UNDERSTOOD, "The broker's list of acceptors is not JSON", e);
        }
    }

    private static void add(Map<?, ?> parameters, List<Acceptor> acceptors) {
        List<String> protocols = List.of(
                text(parameters, "protocols").strip().toUpperCase(Locale.ROOT).split("\\s*,\\s*"));
        boolean isForAll = protocols.equals(List.of(""));
        String port = text(parameters, "port");
        if ((isForAll || protocols.contains(AMQP)) && port.matches("\\d{1,5}") && Integer.parseInt(port) <= MAX_PORT) {
            acceptors.add(new Acceptor(
                    text(parameters, "host"),
                    Integer.parseInt(port),
                    text(parameters, "sslEnabled").equals("true"),
                    protocols.equals(List.of(AMQP))));
        }
    }

    private static String text(Map<?, ?> parameters, String name) {
        Object value = parameters.get(name);
        return value == null ? "" : value.toString();
    }
}
