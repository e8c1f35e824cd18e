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

/** Makes an {@link SSLContext} of a {@link Tls}. Stateless: any thread may call it. */
final class TlsContext {

    private TlsContext() {}

    static SSLContext of(Tls tls) throws ConnectionFailure {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(tls), trust(tls.trust()), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConnectionFailure(
                    Reason.UNTRUSTED, "Cannot read the certificates for " + tls + ": " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(Tls tls) throws GeneralSecurityException, IOException {
        if (tls.certificate() == null) {
            return new KeyManager[0];
        }
        char[] password = tls.certificatePassword().toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(tls.certificate(), password), password);
        return keys.getKeyManagers();
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
