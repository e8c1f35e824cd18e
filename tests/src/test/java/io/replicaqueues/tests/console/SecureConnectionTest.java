// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.replicaqueues.console.connection.BrokerConnection;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.BrokerProfile.TrustChoice;
import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.model.Condition;
import io.replicaqueues.tests.http.Certificate;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javax.net.ssl.SSLParameters;
import org.jolokia.jvmagent.JolokiaServer;
import org.jolokia.jvmagent.JolokiaServerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** Brokers behind TLS that let in who shows a certificate. */
@ExtendWith(ApplicationExtension.class)
class SecureConnectionTest {

    private static final Secrets SECRETS = new Secrets("", Certificate.PASSWORD, Certificate.PASSWORD);

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ManagedPair pair = ManagedPair.in(() -> folder);

    private static Certificate broker;
    private static Certificate person;
    private static Path listener;
    private static JolokiaServer server;

    @RegisterExtension
    private final ConsoleStage console = ConsoleStage.in(() -> folder);

    @BeforeAll
    static void listen() throws Exception {
        broker = Certificate.of(folder.resolve("broker.p12"), "broker", "IP:127.0.0.1");
        person = Certificate.of(folder.resolve("person.p12"), "person", "DNS:person");
        listener = folder.resolve("listener.p12");
        KeyStore keys = KeyStore.getInstance(broker.store().toFile(), Certificate.PASSWORD.toCharArray());
        keys.setCertificateEntry("person", certificate(person));
        try (OutputStream out = Files.newOutputStream(listener)) {
            keys.store(out, Certificate.PASSWORD.toCharArray());
        }
        Map<String, String> configuration = Map.of(
                "host", "127.0.0.1",
                "port", "0",
                "agentContext", "/jolokia",
                "protocol", "https",
                "keystore", listener.toString(),
                "keystorePassword", Certificate.PASSWORD,
                "useSslClientAuthentication", "true",
                "discoveryEnabled", "false");
        server = new JolokiaServer(new JolokiaServerConfig(configuration));
        server.start(false);
    }

    @AfterAll
    static void listenNoMore() {
        server.stop();
    }

    @Test
    void aPersonChoosesWhomToTrustAndShowsACertificateInTheDialog(FxRobot robot) throws Exception {
        String queue = pair.replicatedQueue(1);
        Path trusted = folder.resolve("trusted.p12");
        Certificate.trust(trusted, broker);

        robot.clickOn("#new-connection");
        write(robot, "name", "Behind TLS");
        write(robot, "address", address());
        write(robot, "broker", pair.brokers().replica().name());
        onFx(() -> {
            trust(robot).setValue(TrustChoice.Kind.STORE);
            return null;
        });
        write(robot, "trustDetail", trusted.toString());
        write(robot, "trustPassword", Certificate.PASSWORD);
        write(robot, "certificate", person.store().toString());
        write(robot, "certificatePassword", Certificate.PASSWORD);
        robot.clickOn("#connect");

        console.awaitCondition(queue, Condition.IN_PARITY);
    }

    @Test
    void oneCertificateIsTrustedByItsFingerprintAndAnotherIsToldWithItsOwn() throws Exception {
        String fingerprint = fingerprint();

        try (BrokerConnection connection = connection(TrustChoice.Kind.FINGERPRINT, fingerprint, person)) {
            assertEquals(pair.brokers().replica().name(), connection.read().broker());
        }
        assertUntrusted(fingerprint, connection(TrustChoice.Kind.FINGERPRINT, "00", person));
        assertUntrusted("certification path", connection(TrustChoice.Kind.AUTHORITIES, "", person));
    }

    @Test
    void whoShowsNoCertificateOrAnotherIsNotLetIn() throws Exception {
        Path trusted = folder.resolve("trusted-again.p12");
        Certificate.trust(trusted, broker);
        Certificate stranger = Certificate.of(folder.resolve("stranger.p12"), "stranger", "DNS:stranger");

        for (Certificate shown : new Certificate[] {null, stranger}) {
            try (BrokerConnection connection = connection(TrustChoice.Kind.STORE, trusted.toString(), shown)) {
                ConnectionFailure failure = assertThrows(ConnectionFailure.class, connection::read);

                assertEquals(Reason.WRONG_CERTIFICATE, failure.reason(), failure.getMessage());
                String who = shown == null ? "none was shown" : shown.store().toString();
                assertTrue(failure.getMessage().contains(who), failure.getMessage());
            }
        }
    }

    @Test
    void whoShowsNoCertificateWhereTheHandshakeEndsForItIsToldToShowOne() throws Exception {
        HttpsServer strict =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        strict.setHttpsConfigurator(new HttpsConfigurator(SecureJmxServer.context(listener)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        strict.start();
        String address = "https://127.0.0.1:" + strict.getAddress().getPort() + "/jolokia";
        TrustChoice choice = new TrustChoice(TrustChoice.Kind.FINGERPRINT, fingerprint());
        try (BrokerConnection connection = connection(address, choice, null)) {
            ConnectionFailure failure = assertThrows(ConnectionFailure.class, connection::read);

            assertEquals(Reason.WRONG_CERTIFICATE, failure.reason(), failure.getMessage());
        } finally {
            strict.stop(0);
        }
    }

    @Test
    void whereAUserIsWantedAndNoneIsGivenNoCertificateIsAskedFor() throws Exception {
        BrokerProfile nobody = BrokerProfile.of("Nobody", pair.address(Way.JOLOKIA), "");
        try (BrokerConnection connection = BrokerConnection.to(nobody.with(new Secrets("")))) {
            ConnectionFailure failure = assertThrows(ConnectionFailure.class, connection::read);

            assertEquals(Reason.WRONG_PASSWORD, failure.reason());
            assertTrue(failure.getMessage().contains("wants a user and a password"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overJmxTooAPersonChoosesWhomToTrustAndShowsACertificate(boolean isRegistrySecured) throws Exception {
        Path trusted = folder.resolve("trusted-" + isRegistrySecured + ".p12");
        Certificate.trust(trusted, broker);
        try (SecureJmxServer jmx = SecureJmxServer.start(listener, isRegistrySecured)) {
            String name = pair.brokers().replica().name();
            for (TrustChoice choice : List.of(
                    new TrustChoice(TrustChoice.Kind.STORE, trusted.toString()),
                    new TrustChoice(TrustChoice.Kind.FINGERPRINT, fingerprint()))) {
                try (BrokerConnection connection = connection(jmx.address(), choice, person)) {
                    assertEquals(name, connection.read().broker());
                }
            }

            assertUntrusted(
                    fingerprint(),
                    connection(jmx.address(), new TrustChoice(TrustChoice.Kind.FINGERPRINT, "00"), person));
            assertUntrusted("certification path", connection(jmx.address(), TrustChoice.AUTHORITIES, person));
        }
    }

    @Test
    void overJmxTooWhoShowsNoCertificateIsToldToShowOne() throws Exception {
        TrustChoice choice = new TrustChoice(TrustChoice.Kind.FINGERPRINT, fingerprint());
        try (SecureJmxServer jmx = SecureJmxServer.start(listener, false);
                BrokerConnection connection = connection(jmx.address(), choice, null)) {
            ConnectionFailure failure = assertThrows(ConnectionFailure.class, connection::read);

            assertEquals(Reason.WRONG_CERTIFICATE, failure.reason(), failure.getMessage());
        }
    }

    @Test
    void overJmxTheCertificateOfAnotherHostIsNotTrustedForItsAuthority() throws Exception {
        Path trusted = folder.resolve("trusted-name.p12");
        Certificate.trust(trusted, broker);
        try (SecureJmxServer jmx = SecureJmxServer.start(listener, false)) {
            String otherName = jmx.address().replace("127.0.0.1", "localhost");

            assertUntrusted(
                    "localhost",
                    connection(otherName, new TrustChoice(TrustChoice.Kind.STORE, trusted.toString()), person));
        }
    }

    @Test
    void whoChoseWhomToTrustSpeaksToNobodyWithoutTls() throws Exception {
        assertUntrusted(
                "no tls",
                connection(
                        pair.address(Way.JMX), new TrustChoice(TrustChoice.Kind.FINGERPRINT, fingerprint()), person));
    }

    private static String fingerprint() throws Exception {
        return HexFormat.ofDelimiter(":")
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(certificate(broker).getEncoded()));
    }

    private static void assertUntrusted(String part, BrokerConnection to) {
        try (to) {
            ConnectionFailure failure = assertThrows(ConnectionFailure.class, to::read);

            assertEquals(Reason.UNTRUSTED, failure.reason(), failure.getMessage());
            assertTrue(failure.getMessage().toLowerCase(Locale.ROOT).contains(part), failure.getMessage());
        }
    }

    private static BrokerConnection connection(TrustChoice.Kind kind, String detail, Certificate shown)
            throws ConnectionFailure {
        return connection(address(), new TrustChoice(kind, detail), shown);
    }

    private static BrokerConnection connection(String address, TrustChoice choice, Certificate shown)
            throws ConnectionFailure {
        BrokerProfile profile = new BrokerProfile(
                "1",
                "Behind TLS",
                address,
                "",
                pair.brokers().replica().name(),
                "#000000",
                false,
                choice,
                Optional.ofNullable(shown).map(Certificate::store));
        return BrokerConnection.to(profile.with(SECRETS));
    }

    private static String address() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/jolokia";
    }

    private static java.security.cert.Certificate certificate(Certificate of) throws Exception {
        try (InputStream in = Files.newInputStream(of.pem())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @SuppressWarnings("unchecked") // The box of the dialog.
    private static ComboBox<TrustChoice.Kind> trust(FxRobot robot) {
        return robot.lookup("#connect-trust").queryAs(ComboBox.class);
    }

    private static void write(FxRobot robot, String field, String text) {
        onFx(() -> {
            robot.lookup("#connect-" + field).queryAs(TextField.class).setText(text);
            return null;
        });
    }
}
