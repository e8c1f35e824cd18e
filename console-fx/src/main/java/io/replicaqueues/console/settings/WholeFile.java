// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE);
                    Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
                content.writeTo(writer);
                writer.flush();
                // Before it takes the name: otherwise a crash may leave that name with nothing behind it.
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
