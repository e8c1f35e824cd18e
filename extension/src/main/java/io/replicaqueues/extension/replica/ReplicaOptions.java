// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.wire.Protocol;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The options of {@code createReplicaAs}: {@code key=value} pairs, separated by commas. Immutable.
 *
 * @param user null if not given
 * @param password null if not given, which is when the user is not
 */
public record ReplicaOptions(String acknowledgement, String user, String password) {

    private static final String ACKNOWLEDGEMENT = "acknowledgement";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String ALLOWED =
            "allowed are acknowledgement=async|sync, user=… and password=…, separated by commas";

    private static final Pattern WORD = Pattern.compile("[A-Za-z-]+");
    private static final Set<String> KEYS = Set.of(ACKNOWLEDGEMENT, USER, PASSWORD);

    static final ReplicaOptions NONE = new ReplicaOptions(Protocol.ASYNC, null, null);

    /** @throws IllegalArgumentException with a line that shows no part of a password */
    static ReplicaOptions parse(String text) {
        Map<String, String> options = new TreeMap<>();
        for (String pair : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair.strip() : pair.substring(0, equals).strip();
            if (equals < 0) {
                throw new IllegalArgumentException("an option is no key=value pair: " + ALLOWED);
            }
            if (!KEYS.contains(key)) {
                // Behind a password, or with signs in it, it may be a part of one.
                boolean harmless =
                        !options.containsKey(PASSWORD) && WORD.matcher(key).matches();
                String named = harmless ? "'" + key + "'" : "after the password";
                throw new IllegalArgumentException("unknown option " + named + ": " + ALLOWED);
            }
            if (!key.equals(PASSWORD) && pair.indexOf(PASSWORD, equals) > 0) {
                throw new IllegalArgumentException("no comma before option 'password': " + ALLOWED);
            }
            if (options.put(key, pair.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("option '" + key + "' is given twice: " + ALLOWED);
            }
        }
        String acknowledgement = options.getOrDefault(ACKNOWLEDGEMENT, Protocol.ASYNC);
        if (!acknowledgement.equals(Protocol.SYNC) && !acknowledgement.equals(Protocol.ASYNC)) {
            throw new IllegalArgumentException("unknown acknowledgement '" + acknowledgement + "': " + ALLOWED);
        }
        if (options.containsKey(PASSWORD) && !options.containsKey(USER)) {
            throw new IllegalArgumentException("option 'password' is given without 'user': " + ALLOWED);
        }
        if (options.containsKey(USER) && !options.containsKey(PASSWORD)) {
            throw new IllegalArgumentException("option 'user' is given without 'password': " + ALLOWED);
        }
        return new ReplicaOptions(acknowledgement, options.get(USER), options.get(PASSWORD));
    }

    /** The options as a log may show them, whatever was typed in. */
    public static String withoutSecrets(String text) {
        try {
            ReplicaOptions options = parse(text);
            return ACKNOWLEDGEMENT + "=" + options.acknowledgement()
                    + (options.user() == null ? "" : "," + USER + "=" + options.user())
                    + (options.password() == null ? "" : "," + PASSWORD + "=***");
        } catch (IllegalArgumentException e) {
            return "***";
        }
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "ReplicaOptions[acknowledgement=" + acknowledgement + ", user=" + user + "]";
    }
}
