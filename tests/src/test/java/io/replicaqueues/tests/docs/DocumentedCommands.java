// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.docs.Document.Block;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The commands of a document, each followed by the answer that it shows, given to a shell and its curl one after the
 * other. For one thread.
 */
final class DocumentedCommands {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern CHANGES = Pattern.compile("\"type\": \"(exec|write)\"");

    private final Shell shell;
    private final Iterator<Block> blocks;
    private String typed = "";
    private int executed;

    DocumentedCommands(Shell shell, List<Block> blocks) {
        this.shell = shell;
        this.blocks = blocks.iterator();
    }

    /** Sets a variable of the shell for what comes, as the reader is told to. */
    void set(String variable, String value) {
        typed += variable + "='" + value + "'\n";
    }

    /** Executes what is left, and returns how many commands there were in all. */
    int all() throws Exception {
        while (blocks.hasNext()) {
            next("");
        }
        return executed;
    }

    /**
     * Executes the next command and compares the answer with the one that is shown. What only reads is asked until it is
     * answered so: replicas take a moment.
     *
     * @param sign what stands in the command
     * @return the real answer
     */
    String next(String sign) throws Exception {
        Block command = blocks.next();
        assertEquals("sh", command.language(), command::text);
        assertTrue(command.text().contains(sign), () -> sign + " was due, and this came:\n" + command.text());
        JsonExample answer = example(blocks.next());
        executed++;
        if (CHANGES.matcher(command.text()).find()) {
            return answered(command.text(), answer);
        }
        AtomicReference<String> real = new AtomicReference<>();
        await().atMost(PATIENCE).untilAsserted(() -> real.set(answered(command.text(), answer)));
        return real.get();
    }

    /** Says that the document has no further command. */
    void assertDone() {
        assertFalse(blocks.hasNext(), () -> "not executed: " + blocks.next().text());
    }

    private String answered(String command, JsonExample answer) throws Exception {
        String real = shell.output(typed + command);
        try {
            answer.assertShows(real);
        } catch (AssertionError | Exception e) {
            throw new AssertionError(command + "was answered with\n" + real, e);
        }
        return real;
    }

    private static JsonExample example(Block answer) throws Exception {
        return switch (answer.language()) {
            case "json" -> new JsonExample(answer.text());
            case "jsonl" -> JsonExample.ofLines(answer.text());
            default -> throw new AssertionError("no answer: " + answer.text());
        };
    }
}
