// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.TrustChoice;
import io.replicaqueues.console.connection.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/**
 * The brokers a person has written down, in a file that holds no password: the same file is an export. Stateless but
 * for the file; for one thread.
 */
public final class BrokerBook {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path file;

    /** The book in a file, which need not exist. */
    public BrokerBook(Path file) {
        this.file = file;
    }

    /** The book in a folder of settings. */
    public static BrokerBook in(Path folder) {
        return new BrokerBook(folder.resolve("brokers.json"));
    }

    /** All brokers in it, in order. */
    public List<BrokerProfile> read() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            JSONArray entries = Json.parse(reader, JSONArray.class);
            List<BrokerProfile> brokers = new ArrayList<>();
            for (Object entry : entries) {
                brokers.add(profile((Map<?, ?>) entry));
            }
            return brokers;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new IOException("Cannot read " + file + ": " + e.getMessage(), e);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IOException("Not a file of brokers: " + file, e);
        }
    }

    /** Replaces all brokers in it. */
    public void write(List<BrokerProfile> brokers) throws IOException {
        JSONArray entries = new JSONArray();
        brokers.forEach(broker -> entries.add(entry(broker)));
        WholeFile.write(file, entries::writeJSONString);
    }

    /** Changes it while no other console does. */
    <T> T alone(SoleUse.Change<T> change) throws IOException {
        return SoleUse.of(file, change);
    }

    /** Gives the file another name beside, for a person to look at. */
    void setAside() throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ".bad-" + STAMP.format(Instant.now())));
    }

    private static JSONObject entry(BrokerProfile broker) {
        JSONObject entry = new JSONObject();
        entry.put("id", broker.id());
        entry.put("name", broker.name());
        entry.put("address", broker.address());
        entry.put("user", broker.user());
        entry.put("broker", broker.broker());
        entry.put("colour", broker.colour());
        entry.put("readOnly", broker.readOnly());
        entry.put("trust", broker.trust().kind().name());
        entry.put("trustDetail", broker.trust().detail());
        entry.put("certificate", broker.certificate().map(Path::toString).orElse(""));
        return entry;
    }

    private static BrokerProfile profile(Map<?, ?> entry) {
        String certificate = text(entry, "certificate");
        return new BrokerProfile(
                text(entry, "id"),
                text(entry, "name"),
                text(entry, "address"),
                text(entry, "user"),
                text(entry, "broker"),
                text(entry, "colour"),
                Boolean.TRUE.equals(entry.get("readOnly")),
                new TrustChoice(TrustChoice.Kind.valueOf(text(entry, "trust")), text(entry, "trustDetail")),
                certificate.isEmpty() ? Optional.empty() : Optional.of(Path.of(certificate)));
    }

    private static String text(Map<?, ?> entry, String name) {
        Object value = entry.get(name);
        if (value == null) {
            throw new IllegalArgumentException("A broker without \"" + name + "\"");
        }
        return value.toString();
    }
}
