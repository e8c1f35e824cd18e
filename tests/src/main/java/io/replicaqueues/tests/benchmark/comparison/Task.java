// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the load client is told to do, as one line. Any thread may call it. */
sealed interface Task permits Load, PacedLoad {

    /** As one line, which begins with the kind of task. */
    String line();

    /** Reads what {@link #line()} wrote. */
    static Task parse(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case Load.KIND -> Load.parse(words);
            case PacedLoad.KIND -> PacedLoad.parse(words);
            default -> throw new IllegalArgumentException("Not a task: " + line);
        };
    }

    /** Words with a blank between. */
    static String line(Object... words) {
        return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
    }
}
