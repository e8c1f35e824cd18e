// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.console.connection.ConnectionFailure;
import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.model.ActionKind;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerReport;
import io.replicaqueues.console.view.Texts;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionTextsTest {

    private static final BrokerReport VERIFIED = new BrokerReport(
            "the broker's sentence",
            Map.of("originalCount", 1_225L, "replicaCount", 1L, "missing", 0L, "unexpected", 3L, "equal", 0L));
    private static final BrokerReport DISCONNECTED = new BrokerReport(
            "the broker's sentence",
            Map.of("originalDepth", -1L, "replicaDepth", 0L, "inParity", 1L, "lagMillis", -1L));

    @Test
    void figuresAreToldInTheWordsOfTheLanguage() {
        assertEquals(
                "the broker's sentence\n1,225 messages in the original · 1 message in the replica · none missing"
                        + " · 3 unexpected in the replica · the content is NOT the same",
                ActionTexts.outcome(new Texts(Locale.ENGLISH), done(VERIFIED)));
        assertEquals(
                "the broker's sentence\n1.225 Nachrichten im Original · 1 Nachricht in der Replik · keine fehlt"
                        + " · 3 zuviel in der Replik · der Inhalt ist NICHT gleich",
                ActionTexts.outcome(new Texts(Locale.GERMAN), done(VERIFIED)));
    }

    @Test
    void whatTheBrokerDoesNotKnowIsNotToldAsANumber() {
        assertEquals(
                "the broker's sentence – messages in the original not known · no messages in the replica · in parity"
                        + " · lag not known",
                ActionTexts.outcomeInOneLine(new Texts(Locale.ENGLISH), done(DISCONNECTED)));
    }

    @Test
    void aFigureThatThisConsoleHasNoWordsForIsLeftToTheSentence() {
        BrokerReport later = new BrokerReport("the broker's sentence", Map.of("moonPhase", 3L));

        assertEquals("the broker's sentence", ActionTexts.outcome(new Texts(Locale.ENGLISH), done(later)));
    }

    @Test
    void whatWasDoneWithoutAReportIsDoneAndWhatWasNotIsExplained() {
        Texts texts = new Texts(Locale.ENGLISH);
        ActionRecord refused = new ActionRecord(
                Instant.EPOCH,
                "node2",
                "orders",
                ActionKind.STOP,
                BrokerReport.NOTHING,
                Optional.of(new ConnectionFailure(Reason.REJECTED, "no")));

        assertEquals("Done.", ActionTexts.outcome(texts, done(BrokerReport.NOTHING)));
        assertEquals("The broker declined. no", ActionTexts.outcomeInOneLine(texts, refused));
    }

    private static ActionRecord done(BrokerReport report) {
        return new ActionRecord(Instant.EPOCH, "node2", "orders", ActionKind.VERIFY, report, Optional.empty());
    }
}
