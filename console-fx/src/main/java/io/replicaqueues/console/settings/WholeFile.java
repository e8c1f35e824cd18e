// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that a reader, and a crash, finds the old content or the new one. Stateless. */
final class WholeFile {

    /** What goes into the file. */
    interface Content {
        void writeTo(Writer writer) throws IOException;
    }

    private WholeFile() {}

    static void write(Path file, Content content) throws IOException {
        Files.createDirectories(file.getParent());
        Path written = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(written)) {
                content.writeTo(writer);
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
