// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXServiceURL;

/** Where a broker is managed: what a person types, and what it means. Immutable. */
public sealed interface BrokerAddress {

    /** The address as it was typed. */
    String text();

    /** The host in it. */
    String host();

    /**
     * Over JMX RMI.
     *
     * @param text as it was typed
     * @param url what it means
     */
    record Jmx(String text, JMXServiceURL url) implements BrokerAddress {

        /** Of the registry, if it has one: the host of the URL itself is then left out. */
        @Override
        public String host() {
            Matcher registry = Syntax.REGISTRY.matcher(url.getURLPath());
            return registry.find() ? registry.group(1) : url.getHost();
        }
    }

    /**
     * Over HTTP.
     *
     * @param text as it was typed
     * @param url base of all requests, without a slash at its end
     */
    record Jolokia(String text, URI url) implements BrokerAddress {

        @Override
        public String host() {
            return url.getHost();
        }

        /** The {@code Origin} to name in requests: strict access policies refuse one that is missing. */
        public String origin() {
            return url.getScheme() + "://" + url.getRawAuthority();
        }
    }

    /**
     * Reads {@code host:port}, {@code service:jmx:rmi:…} or {@code http(s)://host:port/path}.
     *
     * @param typed what was typed
     * @return the address
     * @throws IllegalArgumentException if it is none of these, with one line that shows them
     */
    static BrokerAddress parse(String typed) {
        String text = typed.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http:") || lower.startsWith("https:")) {
            return jolokia(text);
        }
        if (lower.startsWith("service:jmx:")) {
            return new Jmx(text, jmxUrl(text));
        }
        Matcher matcher = Syntax.HOST_AND_PORT.matcher(text);
        if (!matcher.matches() || !Syntax.isPort(matcher.group(2))) {
            throw Syntax.unreadable(text, null);
        }
        return new Jmx(text, jmxUrl("service:jmx:rmi:///jndi/rmi://" + text + "/jmxrmi"));
    }

    private static BrokerAddress jolokia(String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            if (url.getHost() == null || url.getUserInfo() != null || url.getRawQuery() != null) {
                throw Syntax.unreadable(text, null);
            }
            return new Jolokia(text, url);
        } catch (URISyntaxException e) {
            throw Syntax.unreadable(text, e);
        }
    }

    private static JMXServiceURL jmxUrl(String text) {
        try {
            JMXServiceURL url = new JMXServiceURL(text);
            if (!Syntax.JMX_PROTOCOLS.contains(url.getProtocol())) {
                throw Syntax.unreadable(text, null);
            }
            return url;
        } catch (MalformedURLException e) {
            throw Syntax.unreadable(text, e);
        }
    }

    /** The forms an address may have. */
    final class Syntax {
        private static final Pattern HOST_AND_PORT = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.%]+]):(\\d{1,5})");
        private static final Pattern REGISTRY = Pattern.compile("rmi://(\\[[^\\]]+]|[^/:]+)");
        private static final Set<String> JMX_PROTOCOLS = Set.of("rmi");
        private static final int MAX_PORT = 65_535;

        private Syntax() {}

        private static boolean isPort(String digits) {
            int port = Integer.parseInt(digits);
            return port > 0 && port <= MAX_PORT;
        }

        private static IllegalArgumentException unreadable(String text, Exception cause) {
            return new IllegalArgumentException(
                    "Not an address of a broker: \"" + text + "\". Use host:1099, service:jmx:rmi:///jndi/rmi://"
                            + "host:1099/jmxrmi or http://host:8161/console/jolokia, without user and password in it",
                    cause);
        }
    }
}
