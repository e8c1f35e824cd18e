// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Whom a broker is trusted to be that is reached by TLS, and the certificate shown to it. Immutable.
 *
 * @param trust what to trust
 * @param certificate key store (PKCS12 or JKS) with the client's certificate, or null for none
 * @param certificatePassword of that key store
 */
public record Tls(Trust trust, Path certificate, String certificatePassword) {

    /** What Java trusts, and no client certificate. Over JMX RMI the broker then says whether there is TLS at all. */
    public static final Tls DEFAULT = new Tls(new Trust.Authorities(), null, "");

    /** Makes a choice. */
    public Tls {
        Objects.requireNonNull(trust);
        Objects.requireNonNull(certificatePassword);
    }

    /** Whether nothing was chosen. */
    boolean isDefault() {
        return trust instanceof Trust.Authorities && certificate == null;
    }

    /** Which certificates of the broker are good. */
    public sealed interface Trust {

        /** Those of the certificate authorities that Java knows. */
        record Authorities() implements Trust {}

        /**
         * Those that a trust store holds or has the authority of.
         *
         * @param file PKCS12 or JKS
         * @param password of the file
         */
        record Store(Path file, String password) implements Trust {
            @Override
            public String toString() {
                return file.toString();
            }
        }

        /**
         * Exactly one, whatever its name and its authority.
         *
         * @param sha256 fingerprint, in hexadecimal digits with or without colons
         */
        record Fingerprint(String sha256) implements Trust {}
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "Tls[" + trust + ", " + certificate + "]";
    }
}
