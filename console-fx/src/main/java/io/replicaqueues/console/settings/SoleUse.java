// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one console at a time change a file that several share; others wait for the moment that it takes. Stateless: any
 * thread may call it.
 */
final class SoleUse {

    // A lock of the file system belongs to the process: its own threads would not wait for each other.
    private static final Object OF_THIS_PROCESS = new Object();

    /** What is done with the file. */
    interface Change<T> {
        T make() throws IOException;
    }

    private SoleUse() {}

    /** Makes a change, alone. The lock is on a file beside, since the file itself is replaced, and ends with the channel. */
    static <T> T of(Path file, Change<T> change) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        synchronized (OF_THIS_PROCESS) {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel);
                return change.make();
            }
        }
    }

    private static void lock(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            // Some file systems of a network have no locks: better kept without one than not kept.
        }
    }
}
