// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.actions;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.view.Texts;

/** What came of an action, in words. Stateless. */
public final class ActionTexts {

    private ActionTexts() {}

    /** What the broker reported, or why it was not done and what that means. */
    public static String outcome(Texts texts, ActionRecord record) {
        return record.failure()
                .map(failure -> explained(texts, failure))
                .orElseGet(() -> record.report().isEmpty() ? texts.of("report.ok") : record.report());
    }

    /** The same in one line. */
    public static String outcomeInOneLine(Texts texts, ActionRecord record) {
        return outcome(texts, record).replace('\n', ' ');
    }

    /** A failure in words: what kind it is, and what the broker said. */
    public static String explained(Texts texts, ConnectionFailure failure) {
        return texts.of("failure", failure.reason()) + "\n" + failure.getMessage();
    }
}
