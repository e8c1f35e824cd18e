// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate with its key: a PKCS12 store, a PEM file and what trusts it. Any thread may call it.
 *
 * @param store the store with the key
 * @param pem the certificate alone
 */
public record Certificate(Path store, Path pem) {

    /** The password of every such store. */
    public static final String PASSWORD = "store-secret";

    /** Makes a new one in that file, and its PEM file beside it. */
    static Certificate of(Path store, String subjectAlternativeName) throws Exception {
        return of(store, "web console", subjectAlternativeName);
    }

    /** The same for somebody of that common name. */
    public static Certificate of(Path store, String commonName, String subjectAlternativeName) throws Exception {
        Path pem = store.resolveSibling(store.getFileName() + ".pem");
        keytool(
                store,
                "-genkeypair",
                "-dname",
                "CN=" + commonName,
                "-keyalg",
                "EC",
                "-ext",
                "SAN=" + subjectAlternativeName);
        keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        return new Certificate(store, pem);
    }

    /** Trusts this certificate and no other. */
    SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificateAlone = KeyStore.getInstance("PKCS12");
        certificateAlone.load(null, null);
        certificateAlone.setCertificateEntry("console", trusted.getCertificate("console"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificateAlone);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Makes a store that trusts all of these and nobody else. */
    public static void trust(Path store, Certificate... trusted) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        for (Certificate each : trusted) {
            try (InputStream in = Files.newInputStream(each.pem())) {
                certificates.setCertificateEntry(
                        each.pem().toString(),
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        try (OutputStream out = Files.newOutputStream(store)) {
            certificates.store(out, PASSWORD.toCharArray());
        }
    }

    /** Copies the store into a file, with other passwords for the store and for the key. */
    public void protectedBy(String storePassword, String keyPassword, Path copy) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        keys.setKeyEntry(
                "console",
                keys.getKey("console", PASSWORD.toCharArray()),
                keyPassword.toCharArray(),
                keys.getCertificateChain("console"));
        try (OutputStream out = Files.newOutputStream(copy)) {
            keys.store(out, storePassword.toCharArray());
        }
    }

    private static void keytool(Path store, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-alias", "console"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
    }
}
