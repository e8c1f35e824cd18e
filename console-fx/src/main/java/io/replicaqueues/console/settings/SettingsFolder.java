// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the platform wants the settings of a program. Stateless: any thread may call it. */
public final class SettingsFolder {

    private static final String NAME = "replica-queues-console";

    private SettingsFolder() {}

    /** The folder of this user on this machine. It need not exist yet. */
    public static Path ofThisUser() {
        return of(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
    }

    static Path of(String system, Path home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String roaming = environment.get("APPDATA");
            return (roaming == null ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming)).resolve(NAME);
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve(NAME);
        }
        String configured = environment.get("XDG_CONFIG_HOME");
        boolean isUsable = configured != null && Path.of(configured).isAbsolute();
        return (isUsable ? Path.of(configured) : home.resolve(".config")).resolve(NAME);
    }
}
