// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks a person for a file. For the JavaFX thread; blocks until there is an answer. Tests answer themselves. */
public interface FileChoice {

    /** The platform's own dialogs. */
    FileChoice DIALOGS = new FileChoice() {
        @Override
        public Optional<Path> toWrite(Window owner, String title, String name) {
            FileChooser chooser = chooser(title, name);
            chooser.setInitialFileName(name);
            return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
        }

        @Override
        public Optional<Path> toRead(Window owner, String title, String extension) {
            return Optional.ofNullable(chooser(title, extension).showOpenDialog(owner))
                    .map(File::toPath);
        }
    };

    /**
     * Where to write.
     *
     * @param owner the window that asks
     * @param title what for
     * @param name a proposal, with its extension
     * @return the file, which may exist and is then to be replaced; empty if the person changed their mind
     */
    Optional<Path> toWrite(Window owner, String title, String name);

    /**
     * What to read.
     *
     * @param owner the window that asks
     * @param title what for
     * @param extension of files to show, {@code .json}
     * @return the file; empty if the person changed their mind
     */
    Optional<Path> toRead(Window owner, String title, String extension);

    private static FileChooser chooser(String title, String name) {
        String pattern = "*" + name.substring(name.lastIndexOf('.'));
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(pattern, pattern));
        return chooser;
    }
}
