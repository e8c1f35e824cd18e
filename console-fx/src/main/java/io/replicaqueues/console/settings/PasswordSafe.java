// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.connection.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/**
 * Passwords of brokers in a file that only a master password opens. Any thread may call it; {@link #key} and {@link
 * #newKey} compute for some tenths of a second, which is their purpose, and change nothing: who changes their mind
 * meanwhile throws the key away.
 *
 * <p>The file is JSON: what the key is derived with ({@code PBKDF2WithHmacSHA256}, its {@code iterations} and {@code
 * salt}), the passwords encrypted by AES-256 in Galois/Counter mode ({@code iv}, {@code content}), and the ids of those
 * that were forgotten while it was closed ({@code forget}). A file that was changed by somebody else does not open.
 * Passwords are kept together with the address and the trust they were typed for: for another address, from a file that
 * somebody imported for instance, they are not given out. Several consoles may share the file.
 */
public final class PasswordSafe {

    /** The least length of a new master password. */
    public static final int LEAST_LENGTH = 8;

    private static final String DERIVATION = "PBKDF2WithHmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    /** As the OWASP advises for this derivation. */
    private static final int ITERATIONS = 600_000;
    /** A file that wants more would keep the console busy for minutes. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private static final String FORGET = "forget";
    private static final int KEY_BITS = 256;
    private static final int TAG_BITS = 128;
    private static final int SALT_BYTES = 16;
    private static final int IV_BYTES = 12;

    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept> entries = new LinkedHashMap<>();
    private volatile Lock lock;

    /** How the file is closed and opened, once that is known. */
    private record Lock(int iterations, String salt, SecretKey key) {}

    private record Kept(String target, Secrets secrets) {}

    /** What opens a safe, once. Immutable. */
    public static final class Key {

        private final Lock lock;
        private final Map<String, Kept> content;
        private final boolean isNew;

        private Key(Lock lock, Map<String, Kept> content, boolean isNew) {
            this.lock = lock;
            this.content = content;
            this.isNew = isNew;
        }
    }

    /** The master password is another one. */
    public static final class WrongPasswordException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongPasswordException(Throwable cause) {
            super("Not the master password of this file, or the file was changed", cause);
        }
    }

    /** The safe in a file, which need not exist. */
    public PasswordSafe(Path file) {
        this.file = file;
    }

    /** The safe in a folder of settings. */
    public static PasswordSafe in(Path folder) {
        return new PasswordSafe(folder.resolve("passwords.json"));
    }

    /** Whether there is a safe to open. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Whether passwords can be asked for and kept. */
    public boolean isOpen() {
        return lock != null;
    }

    /**
     * Computes the key of an empty safe, to be begun instead of one that there may be.
     *
     * @param master password that will open it, of {@link #LEAST_LENGTH} characters at least
     * @throws IllegalArgumentException if it is shorter
     */
    public Key newKey(char[] master) {
        if (master.length < LEAST_LENGTH) {
            throw new IllegalArgumentException(
                    "A master password has " + LEAST_LENGTH + " characters or more, not " + master.length);
        }
        byte[] salt = randomBytes(SALT_BYTES);
        Lock made = new Lock(ITERATIONS, text(salt), derived(master, salt, ITERATIONS));
        return new Key(made, Map.of(), true);
    }

    /**
     * Computes the key of this safe.
     *
     * @throws WrongPasswordException if this is not its master password
     * @throws IOException if the file cannot be read or is none of ours
     */
    public Key key(char[] master) throws IOException, WrongPasswordException {
        JSONObject outer = readFile();
        long iterations = outer.get("iterations") instanceof Long number ? number : 0;
        if (!DERIVATION.equals(outer.get("derivation")) || iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IOException("Not a file of passwords: " + file);
        }
        byte[] salt = bytes(outer, "salt");
        SecretKey key = derived(master, salt, (int) iterations);
        return new Key(new Lock((int) iterations, text(salt), key), content(outer, key), false);
    }

    /** Opens the safe until the console closes, and begins its file if the key is a new one. */
    public synchronized void open(Key key) throws IOException {
        lock = key.lock;
        entries.clear();
        entries.putAll(key.content);
        if (key.isNew) {
            SoleUse.of(file, () -> write(key.lock));
        } else if (!toForget(readFile()).isEmpty()) {
            change(unchanged -> {});
        }
    }

    /** The passwords for a broker, if they are kept for just this address; none while the safe is closed. */
    public synchronized Optional<Secrets> secrets(BrokerProfile profile) {
        return Optional.ofNullable(entries.get(profile.id()))
                .filter(kept -> kept.target().equals(target(profile)))
                .map(Kept::secrets);
    }

    /**
     * Keeps the passwords for a broker.
     *
     * @throws IllegalStateException if the safe is closed
     */
    public synchronized void keep(BrokerProfile profile, Secrets secrets) throws IOException {
        Kept kept = new Kept(target(profile), secrets);
        change(all -> all.put(profile.id(), kept));
    }

    /** Forgets the passwords for a broker: at once, or if the safe is closed, as soon as any console opens it. */
    public synchronized void forget(BrokerProfile profile) throws IOException {
        if (!exists()) {
            entries.remove(profile.id());
        } else if (isOpen()) {
            change(all -> all.remove(profile.id()));
        } else {
            SoleUse.of(file, () -> noteToForget(profile.id()));
        }
    }

    /** Forgets all passwords and the master password with them. */
    public synchronized void destroy() throws IOException {
        SoleUse.of(file, () -> Files.deleteIfExists(file));
        entries.clear();
        lock = null;
    }

    private JSONObject readFile() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return Json.parse(reader, JSONObject.class);
        } catch (IOException e) {
            throw new IOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Changes what is in the file by now: another console may have written it since it was read. */
    private void change(Consumer<Map<String, Kept>> change) throws IOException {
        Lock opened = lock;
        if (opened == null) {
            throw new IllegalStateException("The safe is closed");
        }
        SoleUse.of(file, () -> {
            Map<String, Kept> content = exists() ? content(opened) : Map.of();
            entries.clear();
            entries.putAll(content);
            change.accept(entries);
            return write(opened);
        });
    }

    private Map<String, Kept> content(Lock opened) throws IOException {
        try {
            return content(readFile(), opened.key());
        } catch (WrongPasswordException e) {
            throw new IOException("Another console began it anew, or it was changed: " + file, e);
        }
    }

    private Map<String, Kept> content(JSONObject outer, SecretKey key) throws IOException, WrongPasswordException {
        try {
            byte[] content =
                    cipher(Cipher.DECRYPT_MODE, key, bytes(outer, "iv")).doFinal(bytes(outer, "content"));
            JSONObject inner = Json.parse(new String(content, StandardCharsets.UTF_8), JSONObject.class);
            Map<String, Kept> kept = new LinkedHashMap<>();
            inner.forEach((id, entry) -> kept.put(id, kept((Map<?, ?>) entry)));
            kept.keySet().removeAll(toForget(outer));
            return kept;
        } catch (AEADBadTagException e) {
            throw new WrongPasswordException(e);
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new IOException("Not a file of passwords: " + file, e);
        }
    }

    private Path noteToForget(String id) throws IOException {
        JSONObject outer = readFile();
        JSONArray forgotten = new JSONArray();
        forgotten.addAll(toForget(outer));
        forgotten.add(id);
        outer.put(FORGET, forgotten);
        WholeFile.write(file, outer::writeJSONString);
        return file;
    }

    private static Set<String> toForget(JSONObject outer) {
        return outer.get(FORGET) instanceof Collection<?> ids
                ? ids.stream().map(String::valueOf).collect(Collectors.toCollection(LinkedHashSet::new))
                : Set.of();
    }

    private Path write(Lock opened) throws IOException {
        JSONObject inner = new JSONObject();
        entries.forEach((id, kept) -> inner.put(id, entry(kept)));
        byte[] iv = randomBytes(IV_BYTES);
        JSONObject outer = new JSONObject();
        outer.put("derivation", DERIVATION);
        outer.put("iterations", opened.iterations());
        outer.put("salt", opened.salt());
        outer.put("iv", text(iv));
        try {
            byte[] content = inner.toJSONString().getBytes(StandardCharsets.UTF_8);
            outer.put(
                    "content",
                    text(cipher(Cipher.ENCRYPT_MODE, opened.key(), iv).doFinal(content)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + CIPHER, e);
        }
        WholeFile.write(file, outer::writeJSONString);
        return file;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }

    private static SecretKey derived(char[] master, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(master, salt, iterations, KEY_BITS);
        try {
            byte[] key = SecretKeyFactory.getInstance(DERIVATION)
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(key, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + DERIVATION, e);
        } finally {
            spec.clearPassword();
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String target(BrokerProfile profile) {
        return String.join(
                "\n",
                profile.address(),
                profile.trust().kind().name(),
                profile.trust().detail());
    }

    private static JSONObject entry(Kept kept) {
        JSONObject json = new JSONObject();
        json.put("target", kept.target());
        json.put("password", kept.secrets().password());
        json.put("trustPassword", kept.secrets().trustPassword());
        json.put("certificatePassword", kept.secrets().certificatePassword());
        return json;
    }

    private static Kept kept(Map<?, ?> entry) {
        return new Kept(
                (String) entry.get("target"),
                new Secrets((String) entry.get("password"), (String) entry.get("trustPassword"), (String)
                        entry.get("certificatePassword")));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private byte[] bytes(JSONObject json, String name) throws IOException {
        Object value = json.get(name);
        try {
            return Base64.getDecoder().decode(value == null ? "" : value.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException("Not a file of passwords: " + file, e);
        }
    }
}
