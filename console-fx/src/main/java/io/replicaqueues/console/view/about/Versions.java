// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.about;

import io.replicaqueues.console.connection.BrokerReading;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.view.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The versions of all that is at work. Stateless but for what the build wrote down; for the JavaFX thread. */
final class Versions {

    /**
     * A part and its version.
     *
     * @param part what it is
     * @param version which it is
     */
    record Line(String part, String version) {}

    private Versions() {}

    /** Those of the console and of the brokers it is connected to. */
    static List<Line> of(Texts texts, List<BrokerModel> brokers) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(texts.of("app.title"), ofConsole()));
        lines.add(new Line(
                "Java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor")));
        lines.add(new Line("JavaFX", System.getProperty("javafx.runtime.version", texts.of("about.unknown"))));
        lines.add(new Line(
                texts.of("about.system"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch")));
        for (BrokerModel broker : brokers) {
            lines.add(new Line(
                    texts.of("about.extension", broker.profile().name()),
                    ofExtension(texts, broker.readingProperty().get())));
        }
        return lines;
    }

    private static String ofExtension(Texts texts, BrokerReading reading) {
        if (reading != null && !reading.hasExtension()) {
            return texts.of("about.noExtension");
        }
        return reading == null || reading.version().isEmpty() ? texts.of("about.unknown") : reading.version();
    }

    private static String ofConsole() {
        Properties build = new Properties();
        try (InputStream input = Versions.class.getResourceAsStream("/io/replicaqueues/console/build.properties")) {
            build.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException("The console's own resources cannot be read", e);
        }
        return build.getProperty("version");
    }
}
