// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import io.replicaqueues.jolokia.JolokiaEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the files for roles into an instance of the distribution, as the documents say. For one thread. */
public final class StockAccess {

    public static final String VIEWER = "replication-viewer";
    public static final String OPERATOR = "replication-operator";
    public static final String ADMINISTRATOR = "replication-administrator";

    /** May browse messages, and nothing else. */
    public static final String BROWSER = "replication-browser";

    /** The password of every user that is added here; users are called as their one role. */
    public static final String PASSWORD = "role-secret";

    private static final List<String> ROLES = List.of(VIEWER, OPERATOR, ADMINISTRATOR);
    private static final String ROLE_ACCESS = "<role-access>";
    private static final String ROLES_OF_CONSOLE = "HAWTIO_ROLES='amq'";

    private final Path etc;

    public StockAccess(Path instance) {
        this.etc = instance.resolve("etc");
    }

    /** The three roles with a user each, and a user whose role is none of them. */
    public StockAccess roles(String other) throws IOException {
        replace("management.xml", ROLE_ACCESS, ROLE_ACCESS + "\n" + resource("management-role-access.xml"));
        replace("artemis.profile", ROLES_OF_CONSOLE, "HAWTIO_ROLES='amq," + String.join(",", ROLES) + "'");
        for (String role : ROLES) {
            addUser(role);
        }
        addUser(other);
        return this;
    }

    /** The role that may browse messages, with a user. */
    public StockAccess browser() throws IOException {
        String end = "</role-access>";
        replace("management.xml", end, resource("management-browse-access.xml") + end);
        replace("artemis.profile", "HAWTIO_ROLES='amq,", "HAWTIO_ROLES='amq," + BROWSER + ",");
        addUser(BROWSER);
        return this;
    }

    /** Gives one of the roles to other users as well; once for each role. */
    public StockAccess also(String role, String... users) throws IOException {
        // Of two lines for a role the later one counts.
        append("artemis-roles.properties", role + " = " + role + "," + String.join(",", users));
        return this;
    }

    /** A policy of Jolokia, with this origin instead of the one in the file. */
    public StockAccess policy(String name, String origin) throws IOException {
        String policy = resource(name).replaceAll("(?m)^.*<allow-origin>http://localhost</allow-origin>\\n", "");
        Files.writeString(
                etc.resolve("jolokia-access.xml"),
                policy.replaceFirst("(?<=<allow-origin>)https?://localhost:8161(?=</allow-origin>)", origin));
        return this;
    }

    /** JMX over RMI on that port of {@code localhost}, which a new instance has as a comment. */
    public StockAccess connector(int port) throws IOException {
        replace(
                "management.xml",
                "<!--<connector connector-port=\"1099\"/>-->",
                "<connector connector-port=\"" + port + "\"/>");
        return this;
    }

    /** The one binding of the web console. */
    StockAccess binding(String binding) throws IOException {
        Path path = etc.resolve("bootstrap.xml");
        Matcher generated = Pattern.compile("(?s)<binding .*?</binding>").matcher(Files.readString(path));
        Files.writeString(path, generated.replaceAll(Matcher.quoteReplacement(binding)));
        return this;
    }

    /** Replaces a text in a file of the instance that must be there. */
    private void replace(String file, String old, String replacement) throws IOException {
        Path path = etc.resolve(file);
        String text = Files.readString(path);
        if (!text.contains(old)) {
            throw new IllegalStateException(path + " has no " + old + ":\n" + text);
        }
        Files.writeString(path, text.replace(old, replacement));
    }

    private void addUser(String role) throws IOException {
        append("artemis-users.properties", role + " = " + PASSWORD);
        append("artemis-roles.properties", role + " = " + role);
    }

    private void append(String file, String line) throws IOException {
        Files.writeString(etc.resolve(file), "\n" + line + "\n", StandardOpenOption.APPEND);
    }

    /** A file of {@code jolokia-config}. */
    private static String resource(String name) throws IOException {
        try (InputStream in = JolokiaEndpoint.class.getResourceAsStream("stock/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
