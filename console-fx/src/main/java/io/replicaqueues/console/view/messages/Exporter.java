// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.model.Condition.Tone;
import io.replicaqueues.console.model.messages.MessageExport;
import io.replicaqueues.console.view.Texts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import javafx.application.Platform;

/** Writes messages into a file, away from the JavaFX thread, and says on it what came of it. For the JavaFX thread. */
final class Exporter {

    private final Texts texts;

    Exporter(Texts texts) {
        this.texts = texts;
    }

    /** Writes, and says on the JavaFX thread what came of it. */
    void write(MessageExport export, Path file, BiConsumer<Tone, String> notices) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> writeNow(export, file))
                .whenCompleteAsync((done, failure) -> tell(export, file, notices, failure), Platform::runLater);
    }

    /** A file that was there stays as it is until there is a whole one to take its place. */
    private static void writeNow(MessageExport export, Path file) {
        Path written = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(written)) {
                export.writeTo(writer);
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(written);
        }
    }

    private static void delete(Path written) {
        try {
            Files.deleteIfExists(written);
        } catch (IOException e) {
            // It is moved away, or what hinders is told already.
        }
    }

    private void tell(MessageExport export, Path file, BiConsumer<Tone, String> notices, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            notices.accept(Tone.BAD, texts.of("messages.export.failed", file, cause.getMessage()));
            return;
        }
        notices.accept(
                export.isWhole() ? Tone.GOOD : Tone.WARNING,
                texts.of(
                        export.isWhole() ? "messages.export.whole" : "messages.export.parts",
                        export.pairs().size(),
                        file));
    }
}
