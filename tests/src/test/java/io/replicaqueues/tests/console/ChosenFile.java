// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import io.replicaqueues.console.view.FileChoice;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.Window;

/** Answers for the person who is asked for a file. Any thread may choose. */
final class ChosenFile implements FileChoice {

    private volatile Path file;

    void choose(Path chosen) {
        file = chosen;
    }

    @Override
    public Optional<Path> toWrite(Window owner, String title, String name) {
        return Optional.ofNullable(file);
    }

    @Override
    public Optional<Path> toRead(Window owner, String title, String extension) {
        return Optional.ofNullable(file);
    }
}
