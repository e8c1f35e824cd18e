// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this extension, also where its classes are not in a jar. */
final class ExtensionVersion {

    static final String TEXT = read();

    private ExtensionVersion() {}

    private static String read() {
        try (InputStream version = ExtensionVersion.class.getResourceAsStream("version.txt")) {
            return new String(version.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
