// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.SSL_ENABLED_PROP_NAME;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;

/** Reads one address of an original broker; confined to the thread that made it, used once. */
final class OriginalAddressParser {

    private static final int AMQP_PORT = 5672;
    private static final int AMQPS_PORT = 5671;
    private static final int LARGEST_PORT = 65_535;

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9][A-Za-z0-9._-]*))(?::([0-9]{1,5}))?/?");
    private static final Pattern CREDENTIALS_SHOWN =
            Pattern.compile("^(\\(?\\s*(?:[A-Za-z][A-Za-z0-9+.-]*://)?+)([^:]*):.*@", Pattern.DOTALL);
    private static final Pattern NO_PORT_SHOWN = Pattern.compile(":(?!//|[0-9]{1,5}(?:[,/?)]|$))[^,?]+");
    private static final Pattern BEFORE_EACH_OPTION = Pattern.compile("(?=[?&])");
    private static final String HIDDEN = "***";

    private final String text;
    private final UnaryOperator<String> unmask;
    private final Map<TlsOption, String> options = new EnumMap<>(TlsOption.class);

    private String scheme;
    private String credentials;
    private String user;
    private String password;
    private Boolean sslEnabled;

    OriginalAddressParser(String text, UnaryOperator<String> unmask) {
        this.text = text == null ? "" : text.strip();
        this.unmask = unmask;
    }

    OriginalAddress parse() {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The original's address is empty: write for example node1:5672");
        }
        int end = text.startsWith("(") ? endOfParentheses() : endOfPlainList();
        String list = text.substring(0, end).strip();
        List<String> hosts = hostsIn(list.startsWith("(") ? list.substring(1, list.length() - 1) : list);
        if (end < text.length()) {
            readOptions(text.substring(end + 1));
        }
        readCredentials();
        boolean tls = isTls();
        if (!tls && !options.isEmpty()) {
            String name = options.keySet().iterator().next().optionName();
            throw refused("option " + name + " needs TLS: write amqps:// or sslEnabled=true");
        }
        return new OriginalAddress(tls, endpointsOf(hosts), user, password, options);
    }

    private int endOfParentheses() {
        int end = text.indexOf(')') + 1;
        if (end == 0 || (end < text.length() && text.charAt(end) != '?')) {
            throw refused("a list that begins with ( ends with ), and only ?options may follow");
        }
        return end;
    }

    private int endOfPlainList() {
        int question = text.indexOf('?');
        return question < 0 ? text.length() : question;
    }

    private List<String> hostsIn(String list) {
        List<String> hosts = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            hosts.add(withoutCredentials(withoutScheme(part.strip())));
        }
        return hosts;
    }

    private String withoutScheme(String part) {
        Matcher matcher = SCHEME.matcher(part);
        if (!matcher.matches()) {
            return part;
        }
        String found = matcher.group(1).toLowerCase(Locale.ROOT);
        if (!found.equals("amqp") && !found.equals("amqps")) {
            throw refused("only amqp:// and amqps:// are allowed");
        }
        if (scheme != null && !scheme.equals(found)) {
            throw refused("amqp:// and amqps:// cannot be mixed in one list");
        }
        scheme = found;
        return matcher.group(2);
    }

    private String withoutCredentials(String part) {
        int at = part.lastIndexOf('@');
        if (at < 0) {
            return part;
        }
        String found = part.substring(0, at);
        if (credentials != null && !credentials.equals(found)) {
            throw refused("a list has one user and password, not several");
        }
        credentials = found;
        return part.substring(at + 1);
    }

    private void readCredentials() {
        if (credentials == null) {
            return;
        }
        int colon = credentials.indexOf(':');
        user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
        password = colon < 0 ? null : unmasked(decode(credentials.substring(colon + 1)));
        if (user.isEmpty()) {
            throw refused("a user must stand before the @");
        }
    }

    private void readOptions(String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw refused("options are written ?name=value&name=value");
            }
            readOption(pair.substring(0, equals), decode(pair.substring(equals + 1)));
        }
    }

    private void readOption(String name, String value) {
        if (name.equals(SSL_ENABLED_PROP_NAME)) {
            sslEnabled = Boolean.valueOf(booleanValue(name, value));
            return;
        }
        TlsOption option = TlsOption.named(name).orElseThrow(() -> unknownOption(name));
        String read = option.isSecret() ? unmasked(value) : value;
        if (options.put(option, option.isBoolean() ? booleanValue(name, value) : read) != null) {
            throw refused("option " + name + " is given twice");
        }
    }

    /** What looks like a name may be the rest of a password that holds a question mark or an ampersand. */
    private IllegalArgumentException unknownOption(String name) {
        boolean harmless = text.indexOf('@', text.indexOf('?')) < 0
                && options.keySet().stream().noneMatch(TlsOption::isSecret);
        return refused(
                harmless
                        ? "option " + name + " is unknown"
                        : "an option is unknown; in a password, ? must be written %3F and & %26");
    }

    private String booleanValue(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw refused("option " + name + " must be true or false");
        }
        return value;
    }

    private boolean isTls() {
        boolean secureScheme = Objects.equals(scheme, "amqps");
        if (secureScheme && Boolean.FALSE.equals(sslEnabled)) {
            throw refused("amqps:// and sslEnabled=false contradict each other");
        }
        return secureScheme || Boolean.TRUE.equals(sslEnabled);
    }

    private List<Endpoint> endpointsOf(List<String> hosts) {
        int defaultPort = Objects.equals(scheme, "amqps") ? AMQPS_PORT : AMQP_PORT;
        List<Endpoint> endpoints = new ArrayList<>();
        for (String host : hosts) {
            endpoints.add(endpointOf(host, defaultPort));
        }
        return endpoints;
    }

    private Endpoint endpointOf(String part, int defaultPort) {
        Matcher matcher = ENDPOINT.matcher(part);
        if (!matcher.matches()) {
            throw refused("an endpoint is written host, host:port or [IPv6]:port");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > LARGEST_PORT) {
            throw refused("a port is 1 to " + LARGEST_PORT);
        }
        return new Endpoint(host, port);
    }

    private String unmasked(String secret) {
        if (!PasswordMaskingUtil.isEncMasked(secret)) {
            return secret;
        }
        try {
            return unmask.apply(PasswordMaskingUtil.unwrap(secret));
        } catch (RuntimeException e) {
            throw refused("a masked password, ENC(...), cannot be unmasked with this broker's codec");
        }
    }

    private String decode(String encoded) {
        try {
            // A plus sign stands for itself in an address, not for a space as in a web form.
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused("a % in a user, password or option must be written %25");
        }
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(shown() + " is no address of an original broker: " + reason);
    }

    /** The text without its secrets; what is malformed is hidden rather too much than too little. */
    String shown() {
        int behindCredentials = text.lastIndexOf('@') + 1;
        String credentials =
                CREDENTIALS_SHOWN.matcher(text.substring(0, behindCredentials)).replaceAll("$1$2:" + HIDDEN + "@");
        // Of several endpoints the last may be written without its host.
        String endpoints =
                NO_PORT_SHOWN.matcher(text.substring(behindCredentials)).replaceAll(":" + HIDDEN);
        String[] parts = BEFORE_EACH_OPTION.split(credentials + endpoints, -1);
        StringBuilder shown = new StringBuilder();
        for (String part : parts) {
            if (isOption(part) && !isHarmless(part)) {
                // What follows may be the rest of a secret that holds an ampersand.
                return shown.append(part, 0, Math.max(1, part.indexOf('=') + 1))
                        .append(HIDDEN)
                        .toString();
            }
            shown.append(part);
        }
        return shown.toString();
    }

    private static boolean isOption(String part) {
        return part.startsWith("?") || part.startsWith("&");
    }

    /** A misspelt name may be that of a secret, and so may one that was written without an ampersand before it. */
    private static boolean isHarmless(String option) {
        int equals = option.indexOf('=');
        if (equals < 0 || option.indexOf('=', equals + 1) >= 0) {
            return false;
        }
        String name = option.substring(1, equals);
        return name.equals(SSL_ENABLED_PROP_NAME)
                || TlsOption.named(name).filter(known -> !known.isSecret()).isPresent();
    }
}
