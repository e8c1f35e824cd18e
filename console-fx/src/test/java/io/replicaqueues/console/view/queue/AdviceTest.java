// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.view.Texts;
import io.replicaqueues.mbeans.ReplicaState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final Pattern ERROR = Pattern.compile("`([^`]+)`");

    @Test
    void everyErrorOfAReplicaInTheDocumentsHasAnAdviceOfItsOwn() throws Exception {
        List<String> errors = documented();
        assertTrue(errors.size() > 30, errors + " were found");

        for (String error : errors) {
            Advice advice = Advice.on(error, ReplicaState.FAILED);
            assertFalse(advice == Advice.ACT || advice == Advice.WAIT, error);
        }
    }

    @Test
    void whatWaitsForAPersonAndWhatDoesNotIsToldApart() {
        assertEquals(Advice.ACT, Advice.on("something new", ReplicaState.FAILED));
        assertEquals(Advice.WAIT, Advice.on("something new", ReplicaState.CONNECTING));
        assertEquals(
                Advice.CONTENT_AGAIN,
                Advice.on(
                        "message 5 arrived with other content than announced, twice in a row: see",
                        ReplicaState.FAILED));
    }

    @Test
    void everyAdviceHasItsTextInBothLanguages() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            Texts texts = new Texts(locale);
            Stream.of(Advice.values()).forEach(advice -> texts.of("queue.advice", advice));
        }
    }

    /** The first column of the tables of errors that a replica can have; each may hold several errors. */
    private static List<String> documented() throws Exception {
        String text = Files.readString(Path.of("..", "docs", "operations.md"));
        String tables = text.substring(text.indexOf("### Of the link"), text.indexOf("### Of the broker's log"));
        List<String> errors = new ArrayList<>();
        for (String line : tables.lines().filter(each -> each.startsWith("| `")).toList()) {
            Matcher error = ERROR.matcher(line.substring(0, line.indexOf(" | ")));
            while (error.find()) {
                errors.add(error.group(1));
            }
        }
        // Some only end what is said before them.
        errors.removeIf(each -> each.startsWith("(") || each.startsWith("'"));
        return errors;
    }
}
