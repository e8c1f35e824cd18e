// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Why there is no TLS with a broker: who does not trust whom. Stateless: any thread may call it. */
final class TlsFailure {

    private static final String ALERT = "Received fatal alert: ";
    /** What a server says of the certificate that it was shown, or was not. */
    private static final Set<String> ABOUT_OUR_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "certificate_required",
            "unknown_ca",
            "access_denied");

    private TlsFailure() {}

    /** The failure in words; empty if TLS is not the cause. */
    static Optional<ConnectionFailure> of(String address, Tls tls, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return Optional.of(
                        isAboutOurCertificate(each)
                                ? certificate(address, tls, cause)
                                : new ConnectionFailure(
                                        Reason.UNTRUSTED,
                                        address + " has no certificate to trust: " + root(each),
                                        cause));
            }
        }
        return Optional.empty();
    }

    /** The broker wants a certificate: another one, or one at all. */
    static ConnectionFailure certificate(String address, Tls tls, Throwable cause) {
        String text = tls.certificate() == null
                ? address + " lets in only who shows a client certificate, and none was shown"
                : address + " does not accept the client certificate in " + tls.certificate();
        return new ConnectionFailure(Reason.WRONG_CERTIFICATE, text, cause);
    }

    /** Whether TLS was spoken, and one side did not like the certificate of the other. */
    static boolean isAboutTrust(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof CertificateException || (each instanceof SSLException && isAboutOurCertificate(each))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAboutOurCertificate(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        int at = text.indexOf(ALERT);
        return at >= 0
                && ABOUT_OUR_CERTIFICATE.contains(
                        text.substring(at + ALERT.length()).strip());
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage();
        return text == null ? root.getClass().getSimpleName() : text;
    }
}
