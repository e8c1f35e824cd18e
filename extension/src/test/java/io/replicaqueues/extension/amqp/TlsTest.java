// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String PASSWORD = "store-secret";

    @TempDir
    private static Path stores;

    private static TestBroker broker;
    private static TestBroker elsewhere;

    private final OriginalConnections connections = new OriginalConnections(AmqpSettings.DEFAULT);
    private final OriginalConnections impatient =
            new OriginalConnections(AmqpSettings.DEFAULT.withOpenTimeoutMillis(2_000));

    @BeforeAll
    static void startBrokers() throws Exception {
        makeStore("here", "ip:127.0.0.1");
        makeStore("elsewhere", "dns:elsewhere.example.org");
        makeStore("client", "dns:client.example.org");
        broker = TestBroker.secured(acceptorWith("here"));
        elsewhere = TestBroker.secured(acceptorWith("elsewhere"));
    }

    @AfterAll
    static void stopBrokers() {
        broker.close();
        elsewhere.close();
    }

    @AfterEach
    void closeConnections() {
        connections.close();
        impatient.close();
    }

    @Test
    void aTrustedCertificateIsAccepted() throws Exception {
        assertTrue(connectTo(broker, trusting("here")).isOpen());
    }

    @Test
    void anUntrustedCertificateIsRefused() {
        AmqpException failure = failureAt(broker, trusting("elsewhere"));

        assertEquals(Reason.UNAUTHENTICATED, failure.reason());
        assertTrue(failure.getMessage().contains("TLS failed: its certificate is not trusted"), failure::getMessage);
    }

    @Test
    void withoutATrustStoreTheJdksDecides() {
        assertEquals(Reason.UNAUTHENTICATED, failureAt(broker, "").reason());
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        AmqpException failure = failureAt(elsewhere, trusting("elsewhere"));

        assertEquals(Reason.UNAUTHENTICATED, failure.reason());
        assertTrue(
                failure.getMessage().contains("TLS failed: its certificate is for another host name"),
                failure::getMessage);
    }

    @Test
    void theHostNameIsNotLookedAtWhenToldSo() throws Exception {
        assertTrue(connectTo(elsewhere, trusting("elsewhere") + "&verifyHost=false")
                .isOpen());
    }

    @Test
    void everythingIsTrustedWhenToldSo() throws Exception {
        assertTrue(connectTo(broker, "?trustAll=true").isOpen());
    }

    @Test
    void aWrongStorePasswordIsNamedWithoutShowingIt() {
        AmqpException failure =
                failureAt(broker, "?trustStorePath=" + stores.resolve("here") + "&trustStorePassword=other-secret");

        assertEquals(Reason.REFUSED, failure.reason());
        assertTrue(failure.getMessage().contains("cannot be set up"), failure::getMessage);
        assertFalse(failure.getMessage().contains("secret"), failure::getMessage);
    }

    @Test
    void anUnknownTlsProtocolIsNamed() {
        AmqpException failure = failureAt(broker, "?trustAll=true&enabledProtocols=TLSv9");

        assertEquals(Reason.REFUSED, failure.reason());
        assertTrue(failure.getMessage().contains("TLSv9"), failure::getMessage);
    }

    @Test
    void anAcceptorWithoutTlsIsNamed() {
        try (TestBroker plain = TestBroker.secured()) {
            AmqpException failure = Outcome.failureOf(impatient.acquire(addressOf(plain, "?trustAll=true")));

            assertEquals(Reason.TIMEOUT, failure.reason());
            assertTrue(failure.getMessage().endsWith("is this its port for TLS?"), failure::getMessage);
        }
    }

    @Test
    void anAcceptorWithTlsRefusesAPlainConnection() {
        OriginalAddress plain = OriginalAddress.parse("amqp://admin:admin@127.0.0.1:" + broker.port());

        AmqpException failure = Outcome.failureOf(impatient.acquire(plain));

        assertEquals(Reason.TIMEOUT, failure.reason());
        assertTrue(failure.getMessage().endsWith("is this a port for TLS (amqps://)?"), failure::getMessage);
    }

    @Test
    void aClientCertificateServesAsLogin() throws Exception {
        String options = acceptorWith("here") + "&needClientAuth=true&saslMechanisms=EXTERNAL&trustStorePath="
                + stores.resolve("client") + "&trustStorePassword=" + PASSWORD + "&trustStoreType=PKCS12";
        try (TestBroker demanding = TestBroker.open(options)) {
            OriginalAddress withCertificate = OriginalAddress.parse("amqps://127.0.0.1:" + demanding.port()
                    + trusting("here") + "&keyStorePath=" + stores.resolve("client") + "&keyStorePassword=" + PASSWORD);
            OriginalAddress without = OriginalAddress.parse("amqps://127.0.0.1:" + demanding.port() + trusting("here"));

            assertTrue(Outcome.of(connections.acquire(withCertificate)).isOpen());
            assertEquals(
                    Reason.UNAUTHENTICATED,
                    Outcome.failureOf(connections.acquire(without)).reason());
        }
    }

    private AmqpConnection connectTo(TestBroker target, String options) throws Exception {
        return Outcome.of(connections.acquire(addressOf(target, options)));
    }

    private AmqpException failureAt(TestBroker target, String options) {
        return Outcome.failureOf(connections.acquire(addressOf(target, options)));
    }

    private static OriginalAddress addressOf(TestBroker target, String options) {
        return OriginalAddress.parse("amqps://admin:admin@127.0.0.1:" + target.port() + options);
    }

    private static String trusting(String store) {
        return "?trustStorePath=" + stores.resolve(store) + "&trustStorePassword=" + PASSWORD;
    }

    private static String acceptorWith(String store) {
        return "&sslEnabled=true&keyStoreType=PKCS12&keyStorePath=" + stores.resolve(store) + "&keyStorePassword="
                + PASSWORD;
    }

    /** A store with one key, whose own certificate the store also makes trusted. */
    private static void makeStore(String name, String subjectAlternativeName) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", stores.resolve(name).toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-alias", name, "-dname", "CN=" + name));
        command.addAll(List.of("-keyalg", "EC", "-ext", "SAN=" + subjectAlternativeName));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
    }
}
