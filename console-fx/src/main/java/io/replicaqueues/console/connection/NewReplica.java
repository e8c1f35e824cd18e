// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A replica that is to be. Immutable. What a person gets to see of it has no password in it.
 *
 * @param original address of the original broker, without a user
 * @param login who logs in there; nobody: as the replica's broker is configured
 * @param originalQueue name of the queue there
 * @param replicaQueue name of the queue here
 * @param isSynchronous whether producers are confirmed only when the replica has their messages
 */
public record NewReplica(
        String original, Login login, String originalQueue, String replicaQueue, boolean isSynchronous) {

    private static final Pattern BEFORE_HOST = Pattern.compile("^(\\(?\\s*(?:[A-Za-z][A-Za-z0-9+.-]*://)?)");
    private static final String PASSWORD = "password";
    private static final String MASKED = "ENC(";

    /** The address to create it with: with the login in it only where options cannot hold it. */
    String addressBesideOptions() {
        return login.isNobody() || optionsHoldLogin() ? original : addressWithLogin();
    }

    /** The address with the login in it: the broker shows it without. */
    String addressWithLogin() {
        if (login.isNobody()) {
            return original;
        }
        String inAddress = encoded(login.user()) + ":" + encoded(login.password()) + "@";
        return BEFORE_HOST.matcher(original).replaceFirst("$1" + Matcher.quoteReplacement(inAddress));
    }

    /** As the bean wants them. */
    String options() {
        String acknowledgement = "acknowledgement=" + (isSynchronous ? "sync" : "async");
        return login.isNobody() || !optionsHoldLogin()
                ? acknowledgement
                : acknowledgement + ",user=" + login.user() + "," + PASSWORD + "=" + login.password();
    }

    /** Options are separated by commas and stripped, and take a masked password for a plain one. */
    private boolean optionsHoldLogin() {
        return isOption(login.user())
                && isOption(login.password())
                && !login.user().contains(PASSWORD)
                && !login.password().startsWith(MASKED);
    }

    private static boolean isOption(String value) {
        return value.indexOf(',') < 0 && value.equals(value.strip());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
