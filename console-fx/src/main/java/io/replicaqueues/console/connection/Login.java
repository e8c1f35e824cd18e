// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who logs in. Immutable.
 *
 * @param user may be empty: nobody, as with a client certificate
 * @param password that user's
 */
public record Login(String user, String password) {

    /** Nobody. */
    public static final Login NONE = new Login("", "");

    boolean isNobody() {
        return user.isEmpty();
    }

    String basicAuthorization() {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
