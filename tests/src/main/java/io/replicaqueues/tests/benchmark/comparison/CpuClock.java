// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of other processes, as Linux counts it. Any thread may call it. */
final class CpuClock {

    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;

    private final double ticksPerSecond;

    CpuClock() throws IOException, InterruptedException {
        Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
        String ticks = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (getconf.waitFor() != 0) {
            throw new IOException("getconf does not tell CLK_TCK");
        }
        ticksPerSecond = Double.parseDouble(ticks);
    }

    /** Seconds that a process has spent so far, in user and in system mode, all its threads together. */
    double seconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The second field is the program's name in parentheses, which may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME - 3]) + Long.parseLong(fields[SYSTEM_TIME - 3])) / ticksPerSecond;
    }
}
