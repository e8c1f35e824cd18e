// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.actions;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerReport;
import io.replicaqueues.console.view.Texts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of an action, in words. Stateless. */
public final class ActionTexts {

    /** The figures that have words, in the order in which they are told. */
    private static final List<String> FIGURES = List.of(
            "originalCount",
            "replicaCount",
            "missing",
            "unexpected",
            "equal",
            "originalDepth",
            "replicaDepth",
            "inParity",
            "lagMillis");

    private ActionTexts() {}

    /** What the broker reported, or why it was not done and what that means. */
    public static String outcome(Texts texts, ActionRecord record) {
        return record.failure()
                .map(failure -> explained(texts, failure))
                .orElseGet(() -> reported(texts, record.report(), "\n"));
    }

    /** The same in one line. */
    public static String outcomeInOneLine(Texts texts, ActionRecord record) {
        return record.failure()
                .map(failure -> explained(texts, failure).replace('\n', ' '))
                .orElseGet(() -> reported(texts, record.report(), " – ").replace('\n', ' '));
    }

    /** The broker's sentence, and behind it the figures in the person's words. */
    private static String reported(Texts texts, BrokerReport report, String between) {
        if (report.isEmpty()) {
            return texts.of("report.ok");
        }
        String figures = FIGURES.stream()
                .filter(report.figures()::containsKey)
                .map(name -> texts.of("report.figure." + name, report.figures().get(name)))
                .collect(Collectors.joining(" · "));
        return Stream.of(report.text(), figures).filter(part -> !part.isEmpty()).collect(Collectors.joining(between));
    }

    /** A failure in words: what kind it is, and what the broker said. */
    public static String explained(Texts texts, ConnectionFailure failure) {
        return texts.of("failure", failure.reason()) + "\n" + failure.getMessage();
    }
}
