// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate to show, and whether one was asked for that is not there. Any thread may call it.
 *
 * <p>By TLS 1.3 a server may end a link for want of a certificate when the client has long begun to write, and then its
 * reason does not always come through.
 */
final class ClientCertificate extends X509ExtendedKeyManager {

    private final X509ExtendedKeyManager keys;
    private final AtomicBoolean wasMissing = new AtomicBoolean();

    /** What is in a store. */
    ClientCertificate(X509ExtendedKeyManager keys) {
        this.keys = keys;
    }

    /** Whether a server asked for a certificate since this was last called, and none that suits it could be shown. */
    boolean wasMissing() {
        return wasMissing.getAndSet(false);
    }

    private String shown(String alias) {
        // Asked once for each kind of key until there is one.
        wasMissing.set(alias == null);
        return alias;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return shown(keys.chooseClientAlias(keyTypes, issuers, socket));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return shown(keys.chooseEngineClientAlias(keyTypes, issuers, engine));
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
