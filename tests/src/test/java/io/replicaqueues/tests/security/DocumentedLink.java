// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import static java.util.stream.Collectors.joining;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.FreePorts;
import io.replicaqueues.tests.docs.Document;
import io.replicaqueues.tests.docs.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What {@code docs/operations.md} says to do for a link over TLS. Nothing is other than it stands there but the folder
 * of the stores, the host, the ports and the passwords. For one thread.
 */
final class DocumentedLink {

    /** The password of every store. */
    static final String STORE_PASSWORD = Traces.SECRET + "Store";

    /** The password of the documented user. */
    static final String USER_PASSWORD = Traces.SECRET + "User";

    private static final String USER = "replicator";
    private static final String FOLDER = "/etc/artemis";
    private static final String MASKED = "ENC(…)";

    private final Path folder;
    private final int forPasswords = FreePorts.next();
    private final int forCertificates = FreePorts.next();
    private final Document permissions;
    private final Document tls;

    /** @param folder an existing one, for the stores */
    DocumentedLink(Path folder) throws IOException {
        Document operations = Document.read("docs/operations.md");
        this.folder = folder;
        permissions = operations.section("Permissions on the original broker");
        tls = operations.section("TLS on the original broker");
    }

    /** Makes the stores of both brokers. */
    void makeStores() throws IOException, InterruptedException {
        run(block(tls, "keytool"));
    }

    /** Makes those of another replica broker, whose certificate the original trusts as well. */
    void makeStoresOf(String another) throws IOException, InterruptedException {
        String ofTheReplica = block(tls, "keytool")
                .lines()
                .filter(line -> !line.contains("node1"))
                .collect(joining("\n"));
        run(ofTheReplica.replace("node2", another));
    }

    /** Sets the original broker up for a login by password and for one by certificate. */
    void setUp(BrokerProcess original) throws IOException, InterruptedException {
        String store = original.masked(STORE_PASSWORD);
        Path etc = original.instance().resolve("etc");
        Path xml = etc.resolve("broker.xml");
        insert(xml, "</security-settings>", block(permissions, "<security-setting "));
        insert(xml, "</acceptors>", filled(block(tls, "name=\"replicas\""), store));
        append(etc.resolve("artemis-users.properties"), USER + " = ENC(" + original.hashed(USER_PASSWORD) + ")");
        append(etc.resolve("artemis-roles.properties"), "replication = " + USER);
        insert(xml, "</acceptors>", filled(block(tls, "name=\"replicas-by-certificate\""), store));
        append(etc.resolve("login.config"), block(tls, "TextFileCertificateLoginModule"));
        append(etc.resolve("replica-users.properties"), block(tls, "replicator=CN="));
        append(etc.resolve("replica-roles.properties"), block(tls, "replication=replicator"));
    }

    /** Lets the certificate of another replica broker in, as a user who has none of the permissions. */
    void admit(BrokerProcess original, String another) throws IOException {
        Path etc = original.instance().resolve("etc");
        append(
                etc.resolve("replica-users.properties"),
                block(tls, "replicator=CN=").replace("replicator=", "other=").replace("node2", another));
        append(etc.resolve("replica-roles.properties"), "others=other");
    }

    /** The original's address with user and masked password. */
    String byPassword(BrokerProcess replica) throws IOException, InterruptedException {
        String withUser = block(tls, "amqps://replicator:")
                .replaceFirst(":ENC\\(…\\)@", ":ENC(" + replica.masked(USER_PASSWORD) + ")@");
        return filled(withUser, replica.masked(STORE_PASSWORD)).strip();
    }

    /** The original's address with a certificate. */
    String byCertificate(BrokerProcess replica) throws IOException, InterruptedException {
        return filled(block(tls, "amqps://node1"), replica.masked(STORE_PASSWORD))
                .strip();
    }

    private void run(String commands) throws IOException, InterruptedException {
        Shell.with(filled(commands, ""), Map.of("STORE_PASSWORD", STORE_PASSWORD))
                .output("");
    }

    private String filled(String text, String storePassword) {
        return text.replace(FOLDER, folder.toString())
                .replace(MASKED, "ENC(" + storePassword + ")")
                .replace("0.0.0.0:5671", "127.0.0.1:" + forPasswords)
                .replace("0.0.0.0:5670", "127.0.0.1:" + forCertificates)
                .replace("node1.example.com?", "localhost:" + forPasswords + "?")
                .replace("node1.example.com:5670", "localhost:" + forCertificates)
                .replace("node1.example.com", "localhost");
    }

    private static String block(Document section, String mark) {
        return section.blocks().stream()
                .map(Document.Block::text)
                .filter(text -> text.contains(mark))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block with " + mark));
    }

    private static void insert(Path file, String before, String text) throws IOException {
        String old = Files.readString(file);
        int at = old.indexOf(before);
        if (at < 0) {
            throw new IllegalStateException(file + " has no " + before);
        }
        Files.writeString(file, old.substring(0, at) + text + old.substring(at));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, "\n" + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
