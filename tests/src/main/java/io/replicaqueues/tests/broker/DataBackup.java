// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a stopped broker's data that can be put back, as an administrator does it. For one thread. */
public final class DataBackup {

    private final Path data;
    private final Path copy;

    private DataBackup(Path data, Path copy) {
        this.data = data;
        this.copy = copy;
    }

    /** Copies the folder to a new one beside it. */
    public static DataBackup of(Path data) throws IOException {
        Path copy = Files.createTempDirectory(data.toAbsolutePath().getParent(), "backup-of-" + data.getFileName());
        copyTree(data, copy);
        return new DataBackup(data, copy);
    }

    /** Replaces what is in the folder now. */
    public void restore() throws IOException {
        try (Stream<Path> tree = Files.walk(data)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        }
        copyTree(copy, data);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path each : tree.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
