// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * How a person likes the console: kept in a file of names and values. For one thread. What cannot be read counts as not
 * chosen.
 */
public final class Preferences {

    private static final Logger LOG = System.getLogger(Preferences.class.getName());
    private static final String THEME = "theme";
    private static final String LANGUAGE = "language";
    private static final String TRAY = "notices.tray";
    private static final String SOUND = "notices.sound";
    private static final String INTERVAL = "interval.millis";
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

    private final Path file;
    private final Properties values = new Properties();

    private Preferences(Path file) {
        this.file = file;
    }

    /** Reads the preferences in a folder. */
    public static Preferences in(Path folder) {
        Preferences preferences = new Preferences(folder.resolve("console.properties"));
        try (BufferedReader reader = Files.newBufferedReader(preferences.file)) {
            preferences.values.load(reader);
        } catch (NoSuchFileException e) {
            // The first start: nothing is chosen yet.
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "Settings cannot be read: " + preferences.file + ": " + e.getMessage());
        }
        return preferences;
    }

    /** Writes them, as a whole or not at all. */
    public void save() throws IOException {
        WholeFile.write(file, writer -> values.store(writer, null));
    }

    public boolean isDark() {
        return "dark".equals(values.getProperty(THEME));
    }

    public void setDark(boolean dark) {
        values.setProperty(THEME, dark ? "dark" : "light");
    }

    /** The language of all texts: the chosen one, or the platform's. */
    public Locale locale() {
        return text(LANGUAGE).map(Locale::forLanguageTag).orElseGet(Locale::getDefault);
    }

    /** Chooses a language for the next start. */
    public void setLocale(Locale locale) {
        values.setProperty(LANGUAGE, locale.toLanguageTag());
    }

    /** Between two readings of a broker; zero: only when asked. */
    public Duration interval() {
        try {
            Duration interval =
                    text(INTERVAL).map(Long::valueOf).map(Duration::ofMillis).orElse(DEFAULT_INTERVAL);
            boolean isPossible = !interval.isNegative() && interval.compareTo(LONGEST_INTERVAL) <= 0;
            return isPossible ? interval : DEFAULT_INTERVAL;
        } catch (NumberFormatException e) {
            return DEFAULT_INTERVAL;
        }
    }

    public void setInterval(Duration interval) {
        values.setProperty(INTERVAL, Long.toString(interval.toMillis()));
    }

    /** Whether notices also go to the desktop's own messages. */
    public boolean isTrayWanted() {
        return Boolean.parseBoolean(values.getProperty(TRAY));
    }

    public void setTrayWanted(boolean wanted) {
        values.setProperty(TRAY, Boolean.toString(wanted));
    }

    /** Whether notices make a sound. */
    public boolean isSoundWanted() {
        return Boolean.parseBoolean(values.getProperty(SOUND));
    }

    public void setSoundWanted(boolean wanted) {
        values.setProperty(SOUND, Boolean.toString(wanted));
    }

    /** Something a screen remembers under a name of its own. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.getProperty(name));
    }

    /** Remembers something for a screen. */
    public void setText(String name, String value) {
        values.setProperty(name, value);
    }
}
