// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.audit;

import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.actions.ActionTexts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Actions as comma-separated values (RFC 4180), times in UTC. Stateless. */
final class ActionCsv {

    private static final String BEGINS_FORMULA = "=+-@\t\r";
    private static final String END = "\r\n";

    private ActionCsv() {}

    static String of(Texts texts, List<ActionRecord> actions) {
        String heading = Stream.of("time", "broker", "action", "queue", "done", "outcome")
                .map(name -> texts.of("audit.column." + name))
                .map(ActionCsv::cell)
                .collect(Collectors.joining(","));
        return actions.stream().map(action -> line(texts, action)).collect(Collectors.joining(END, heading + END, END));
    }

    private static String line(Texts texts, ActionRecord action) {
        return Stream.of(
                        action.time().toString(),
                        action.broker(),
                        texts.of("action", action.action()),
                        action.queue(),
                        Boolean.toString(action.isDone()),
                        ActionTexts.outcomeInOneLine(texts, action))
                .map(ActionCsv::cell)
                .collect(Collectors.joining(","));
    }

    /** A spreadsheet would run what looks like a formula: queues are named by others. */
    private static String cell(String text) {
        boolean isFormula = !text.isEmpty() && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0;
        return "\"" + (isFormula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
