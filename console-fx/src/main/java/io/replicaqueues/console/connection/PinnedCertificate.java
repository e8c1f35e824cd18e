// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate, known by its fingerprint, whatever its name, its authority and its dates. Immutable: any
 * thread may call it.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {

    private final byte[] expected;

    /**
     * Trusts that certificate.
     *
     * @param sha256 in hexadecimal digits, with or without colons
     * @throws CertificateException if that is no fingerprint
     */
    PinnedCertificate(String sha256) throws CertificateException {
        try {
            expected = HexFormat.of().parseHex(sha256.replace(":", "").strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("not a SHA-256 fingerprint: " + sha256, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        byte[] actual = fingerprint(chain[0]);
        if (!MessageDigest.isEqual(actual, expected)) {
            throw new CertificateException("the SHA-256 fingerprint of its certificate is "
                    + HexFormat.ofDelimiter(":").withUpperCase().formatHex(actual));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the console is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private static byte[] fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
