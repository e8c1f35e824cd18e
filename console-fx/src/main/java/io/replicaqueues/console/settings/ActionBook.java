// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jolokia.json.JSONObject;

/**
 * What was done to brokers, over restarts of the console: a file of lines, each an object of JSON. Several consoles may
 * write to it. One thread at a time may call it.
 */
public final class ActionBook {

    /** How long an action is kept. */
    static final Duration KEPT = Duration.ofDays(30);

    /** How many are kept. */
    static final int MOST = 1_000;

    /** A file of this size is written anew, with the newest actions that fill half of it. */
    static final int LARGE = 2 * 1024 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    /**
     * An action.
     *
     * @param time when it ended
     * @param broker what the person calls the broker
     * @param queue the replica queue
     * @param action name of its kind
     * @param text what the broker said
     * @param figures that belong to it, by their names
     * @param failure why it was not done, if it was not
     */
    public record Entry(
            Instant time,
            String broker,
            String queue,
            String action,
            String text,
            Map<String, Long> figures,
            Optional<Reason> failure) {}

    /** The book in a folder of settings. */
    public ActionBook(Path folder) {
        this.file = folder.resolve("actions.jsonl");
    }

    /**
     * What is kept, the newest first. Lines that are none count as not there: somebody else may have been writing.
     *
     * @throws IOException if the file is there and cannot be read
     */
    public List<Entry> read() throws IOException {
        Deque<Entry> entries = new ArrayDeque<>();
        Instant earliest = Instant.now().minus(KEPT);
        for (String line : lines()) {
            entry(line).filter(each -> each.time().isAfter(earliest)).ifPresent(entries::addFirst);
            if (entries.size() > MOST) {
                entries.removeLast();
            }
        }
        return List.copyOf(entries);
    }

    /**
     * Writes an action down.
     *
     * @throws IOException if that cannot be done, with the file in its message
     */
    public void add(Entry entry) throws IOException {
        try {
            SoleUse.of(file, () -> append(entry));
        } catch (IOException e) {
            throw new IOException("Cannot write " + file + ": " + e, e);
        }
    }

    private Path append(Entry entry) throws IOException {
        if (Files.exists(file) && Files.size(file) > LARGE) {
            writeAnew();
        }
        makeForOwnerOnly();
        String before = endsInALine() ? "" : "\n";
        return Files.writeString(file, before + line(entry), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A line may be torn by a crash or a full disk: the next must not be lost with it. */
    private boolean endsInALine() throws IOException {
        if (!Files.exists(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, Math.max(0, channel.size() - 1)) < 1 || last.get(0) == '\n';
        }
    }

    private List<String> lines() throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void writeAnew() throws IOException {
        Deque<String> kept = new ArrayDeque<>();
        int size = 0;
        for (Entry entry : read()) {
            String line = line(entry);
            size += line.length();
            if (size > LARGE / 2) {
                break;
            }
            kept.addFirst(line);
        }
        WholeFile.write(file, writer -> {
            for (String line : kept) {
                writer.write(line);
            }
        });
    }

    /** What was done where is nobody else's business. */
    private void makeForOwnerOnly() throws IOException {
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                // Another console was quicker.
            }
        }
    }

    private static String line(Entry entry) {
        JSONObject object = new JSONObject();
        object.put("time", entry.time().toString());
        object.put("broker", entry.broker());
        object.put("queue", entry.queue());
        object.put("action", entry.action());
        object.put("text", entry.text());
        JSONObject figures = new JSONObject();
        figures.putAll(entry.figures());
        object.put("figures", figures);
        object.put("failure", entry.failure().map(Reason::name).orElse(""));
        return object.toJSONString() + "\n";
    }

    private static Optional<Entry> entry(String line) {
        try {
            JSONObject object = Json.parse(line, JSONObject.class);
            String failure = text(object, "failure");
            return Optional.of(new Entry(
                    Instant.parse(text(object, "time")),
                    text(object, "broker"),
                    text(object, "queue"),
                    text(object, "action"),
                    text(object, "text"),
                    figures(object),
                    failure.isEmpty() ? Optional.empty() : Optional.of(Reason.valueOf(failure))));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Long> figures(JSONObject object) {
        Map<String, Long> figures = new HashMap<>();
        if (object.get("figures") instanceof Map<?, ?> kept) {
            kept.forEach((name, value) -> {
                if (value instanceof Number number) {
                    figures.put(name.toString(), number.longValue());
                }
            });
        }
        return figures;
    }

    private static String text(JSONObject object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }
}
