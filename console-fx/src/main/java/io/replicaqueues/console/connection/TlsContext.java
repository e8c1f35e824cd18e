// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A {@link Tls} at work. Any thread may call it.
 *
 * @param ssl trusts and shows what was chosen
 * @param certificate knows what was asked for
 */
record TlsContext(SSLContext ssl, ClientCertificate certificate) {

    static TlsContext of(Tls tls) throws ConnectionFailure {
        try {
            ClientCertificate certificate = new ClientCertificate(keys(tls));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {certificate}, trust(tls.trust()), null);
            return new TlsContext(context, certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new ConnectionFailure(
                    Reason.UNTRUSTED, "Cannot read the certificates for " + tls + ": " + e.getMessage(), e);
        }
    }

    private static X509ExtendedKeyManager keys(Tls tls) throws GeneralSecurityException, IOException {
        char[] password = tls.certificatePassword().toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(tls.certificate() == null ? empty() : store(tls.certificate(), password), password);
        return (X509ExtendedKeyManager) keys.getKeyManagers()[0];
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
        empty.load(null, null);
        return empty;
    }

    private static TrustManager[] trust(Tls.Trust trust) throws GeneralSecurityException, IOException {
        if (trust instanceof Tls.Trust.Fingerprint fingerprint) {
            return new TrustManager[] {new PinnedCertificate(fingerprint.sha256())};
        }
        KeyStore store = trust instanceof Tls.Trust.Store given
                ? store(given.file(), given.password().toCharArray())
                : null;
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyStore store(Path file, char[] password) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(new File(file.toString()), password);
    }
}
