// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;

/**
 * How an original broker is reached: its endpoints, credentials and TLS options. Immutable, may be used by any thread.
 *
 * <p>Two addresses are equal when everything in them is, credentials and their order of endpoints included, so an
 * address serves as the key under which a connection is shared.
 */
public final class OriginalAddress {

    private final boolean tls;
    private final List<Endpoint> endpoints;
    private final String user;
    private final String password;
    private final Map<TlsOption, String> options;

    OriginalAddress(
            boolean tls, List<Endpoint> endpoints, String user, String password, Map<TlsOption, String> options) {
        this.tls = tls;
        this.endpoints = List.copyOf(endpoints);
        this.user = user;
        this.password = password;
        Map<TlsOption, String> ordered = new EnumMap<>(TlsOption.class);
        ordered.putAll(options);
        this.options = Collections.unmodifiableMap(ordered);
    }

    /**
     * Reads an address; masked secrets, {@code ENC(...)}, must have been masked with the broker's default codec.
     *
     * @see #parse(String, UnaryOperator)
     */
    public static OriginalAddress parse(String text) {
        return parse(text, OriginalAddress::unmaskByDefaultCodec);
    }

    /**
     * Reads an address such as {@code node1}, {@code node1:5673}, {@code amqp://user:secret@node1:5672},
     * {@code amqps://node1?trustStorePath=/etc/trust.p12} or, for a primary/backup pair, {@code node1:5672,node1b:5672}.
     * User, password and option values may be percent-encoded.
     *
     * @param unmask turns what stands between the parentheses of {@code ENC(...)} into the secret
     * @throws IllegalArgumentException with a one-line reason for the operator that holds no secret
     */
    public static OriginalAddress parse(String text, UnaryOperator<String> unmask) {
        return new OriginalAddressParser(text, unmask).parse();
    }

    /** Returns an address as a log may show it, whatever was typed in. */
    public static String withoutSecrets(String text) {
        OriginalAddressParser parser = new OriginalAddressParser(text, masked -> masked);
        try {
            return parser.parse().toString();
        } catch (IllegalArgumentException e) {
            return parser.shown();
        }
    }

    /** Returns where to connect, in the order to try; at least one. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** Returns the password in the clear, or empty if the address carries none. */
    public Optional<String> password() {
        return Optional.ofNullable(password);
    }

    public boolean isTls() {
        return tls;
    }

    /** Returns the same address with other credentials. */
    public OriginalAddress withCredentials(String newUser, String newPassword) {
        return new OriginalAddress(
                tls, endpoints, Objects.requireNonNull(newUser), Objects.requireNonNull(newPassword), options);
    }

    Optional<String> option(TlsOption option) {
        return Optional.ofNullable(options.get(option));
    }

    /** Returns the endpoints as a person would name them, such as {@code node1:5672,node1b:5672}. */
    public String endpointsText() {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","));
    }

    /**
     * Returns the whole address, each secret in it as {@code ENC(...)}, in a form {@link #parse(String, UnaryOperator)}
     * reads back to an equal address.
     *
     * @param mask turns a secret into what shall stand between the parentheses
     */
    public String toStorableString(UnaryOperator<String> mask) {
        UnaryOperator<String> masked = secret -> encode(PasswordMaskingUtil.wrap(mask.apply(secret)));
        String credentials = user == null ? "" : encode(user) + passwordPart(masked) + "@";
        return scheme() + credentials + endpointsText() + query(masked);
    }

    /** Returns the address without any secret: no password, and {@code ***} for those of stores. */
    @Override
    public String toString() {
        String credentials = user == null ? "" : encode(user) + "@";
        return scheme() + credentials + endpointsText() + query(secret -> "***");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OriginalAddress that
                && tls == that.tls
                && endpoints.equals(that.endpoints)
                && Objects.equals(user, that.user)
                && Objects.equals(password, that.password)
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tls, endpoints, user, password, options);
    }

    private String scheme() {
        return tls ? "amqps://" : "amqp://";
    }

    private String passwordPart(UnaryOperator<String> masked) {
        return password == null ? "" : ":" + masked.apply(password);
    }

    private String query(UnaryOperator<String> ofSecret) {
        if (options.isEmpty()) {
            return "";
        }
        return options.entrySet().stream()
                .map(option -> option.getKey().optionName() + "=" + value(option, ofSecret))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String value(Map.Entry<TlsOption, String> option, UnaryOperator<String> ofSecret) {
        return option.getKey().isSecret() ? ofSecret.apply(option.getValue()) : encode(option.getValue());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String unmaskByDefaultCodec(String masked) {
        try {
            return PasswordMaskingUtil.getDefaultCodec().decode(masked);
        } catch (Exception e) {
            // The codec's text may quote what it was given, so it is not passed on.
            throw new IllegalArgumentException("not masked with the broker's default codec");
        }
    }
}
