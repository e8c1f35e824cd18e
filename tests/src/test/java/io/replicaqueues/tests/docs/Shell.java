// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs commands of a document in a shell that knows the document's variables and functions. Any thread may call it. */
public final class Shell {

    private final String settings;

    private Shell(String settings) {
        this.settings = settings;
    }

    /**
     * A shell for a document.
     *
     * @param settings the commands that set the document's variables and functions
     * @param ours other values of variables that are set there
     */
    public static Shell with(String settings, Map<String, String> ours) {
        String changed = settings;
        for (Map.Entry<String, String> variable : ours.entrySet()) {
            Matcher assignment = Pattern.compile("(?m)^((?:export )?" + variable.getKey() + "=).*$")
                    .matcher(changed);
            assertTrue(assignment.find(), () -> variable.getKey() + " is not set in\n" + settings);
            changed = assignment.replaceFirst("$1" + Matcher.quoteReplacement("'" + variable.getValue() + "'"));
        }
        return new Shell(changed);
    }

    /** What a command prints. It must succeed. */
    public String output(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-eu", "-c", settings + command)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), () -> command + " wrote\n" + output);
        return output;
    }
}
