// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import static io.replicaqueues.console.model.messages.Messages.marked;
import static io.replicaqueues.console.model.messages.Messages.shown;
import static io.replicaqueues.console.model.messages.Messages.text;
import static io.replicaqueues.console.model.messages.Messages.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.model.messages.Comparison.Whole;
import io.replicaqueues.console.model.messages.MessagePair.Basis;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which message is which, and what is said of one that the other side does not show. */
class ComparisonTest {

    private static final Whole NOTHING_ELSE = new Whole(new Search(List.of(), true), false);
    private static final ShownMessage A = shown(text("1", "ID:a", "apple"));
    private static final ShownMessage B = shown(text("2", "ID:b", "bread"));
    private static final ShownMessage A_THERE = shown(text("91", "ID:a", "apple"));
    private static final ShownMessage B_THERE = shown(text("92", "ID:b", "bread"));

    private final Absences absences = new Absences();

    @Test
    void messagesAreMatchedByTheClientsIdInWhateverOrder() {
        List<MessagePair> pairs = compare(List.of(A, B), List.of(B_THERE, A_THERE));

        assertEquals(List.of(Finding.SAME, Finding.SAME), findings(pairs));
        assertEquals("91", pairs.get(0).replica().orElseThrow().message().id());
        assertEquals(Basis.CLIENT_ID, pairs.get(0).basis());
    }

    @Test
    void theMarkDecidesAgainstTheClientsId() {
        ShownMessage first = marked(text("91", "ID:same", "apple"), "2");
        ShownMessage second = marked(text("92", "ID:same", "apple"), "1");

        List<MessagePair> pairs = compare(
                List.of(shown(text("1", "ID:same", "apple")), shown(text("2", "ID:same", "apple"))),
                List.of(first, second));

        assertEquals(
                List.of(Basis.MARK, Basis.MARK),
                pairs.stream().map(MessagePair::basis).toList());
        assertEquals("92", pairs.get(0).replica().orElseThrow().message().id());
        assertEquals("91", pairs.get(1).replica().orElseThrow().message().id());
    }

    @Test
    void aMarkThatNamesAnotherMessageIsNotOverlooked() {
        List<MessagePair> pairs = compare(List.of(A), List.of(marked(text("91", "ID:a", "apple"), "77")));

        assertEquals(List.of(Finding.UNEXPECTED, Finding.MISSING), findings(pairs));
    }

    @Test
    void messagesWithoutAClientsIdAreMatchedEachOnceByWhatIsShown() {
        ShownMessage one = shown(text("1", "", "same"));
        ShownMessage two = shown(text("2", "", "same"));

        List<MessagePair> pairs = compare(List.of(one, two), List.of(shown(text("91", "", "same"))));

        assertEquals(List.of(Finding.SAME, Finding.MISSING), findings(pairs));
        assertEquals(Basis.CONTENT, pairs.get(0).basis());
    }

    @Test
    void whatDiffersIsNamed() {
        ShownMessage changed = shown(with(text("91", "ID:a", "apples"), "region", "us"));

        MessagePair pair = compare(List.of(A), List.of(changed)).get(0);

        assertEquals(Finding.DIFFERENT, pair.finding());
        assertEquals(Set.of(ShownMessage.BODY, ShownMessage.PROPERTY + "region"), pair.differences());
    }

    @Test
    void whatIsTheBrokersOwnIsNoDifference() {
        ShownMessage onReplica = shown(with(
                with(with(A_THERE.message(), "extraProperties._AMQ_AD", "x"), "_AMQ_ROUTE_TO_X", "[B@1"),
                "JMS_AMQP_ContentType",
                "y"));

        assertEquals(List.of(Finding.SAME), findings(compare(List.of(A), List.of(onReplica))));
        assertTrue(onReplica.properties().keySet().stream().noneMatch(name -> name.contains("ROUTE")));
    }

    @Test
    void whatIsOnAnotherPageIsNotMissing() {
        Whole replica = new Whole(new Search(List.of(B_THERE), true), false);

        List<MessagePair> pairs = conclude(List.of(A, B), List.of(A_THERE), NOTHING_ELSE, replica, Circumstances.RESTS);

        assertEquals(List.of(Finding.SAME, Finding.OTHER_PAGE), findings(pairs));
        assertEquals("92", pairs.get(1).replica().orElseThrow().message().id());
    }

    @Test
    void whatOnlyTheReplicaHasStandsWhereItStandsThere() {
        ShownMessage stranger = shown(text("95", "ID:x", "?"));

        List<MessagePair> pairs = compare(List.of(A, B), List.of(A_THERE, stranger, B_THERE));

        assertEquals(List.of(Finding.SAME, Finding.UNEXPECTED, Finding.SAME), findings(pairs));
        assertEquals(
                List.of(Finding.UNEXPECTED, Finding.SAME), findings(compare(List.of(A), List.of(stranger, A_THERE))));
    }

    @Test
    void nothingIsMissingWhereNotAllCouldBeSearchedOrSomeCannotBeBrowsed() {
        Whole unsearched = new Whole(Search.NONE, false);
        Whole hiding = new Whole(new Search(List.of(), true), true);

        for (Whole whole : List.of(unsearched, hiding)) {
            assertEquals(
                    List.of(Finding.UNCERTAIN),
                    findings(conclude(List.of(A), List.of(), NOTHING_ELSE, whole, Circumstances.RESTS)));
            assertEquals(
                    List.of(Finding.UNCERTAIN),
                    findings(conclude(List.of(), List.of(A_THERE), whole, NOTHING_ELSE, Circumstances.RESTS)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLackingIsCalledMissingOnlyWhereNothingCanBeOnItsWay(Circumstances circumstances) {
        Finding first = findings(conclude(List.of(A), List.of(), NOTHING_ELSE, NOTHING_ELSE, circumstances))
                .get(0);
        absences.begin(TimeUnit.SECONDS.toNanos(4));
        Finding soon = findings(concludeAgain(circumstances)).get(0);
        absences.begin(TimeUnit.SECONDS.toNanos(5));
        Finding later = findings(concludeAgain(circumstances)).get(0);

        assertEquals(first, soon);
        switch (circumstances) {
            case RESTS -> assertEquals(List.of(Finding.MISSING, Finding.MISSING), List.of(first, later));
            case FOLLOWS_CLOSELY -> assertEquals(List.of(Finding.ON_ITS_WAY, Finding.MISSING), List.of(first, later));
            case FOLLOWS -> assertEquals(List.of(Finding.ON_ITS_WAY, Finding.ON_ITS_WAY), List.of(first, later));
            case UNKNOWN -> assertEquals(List.of(Finding.UNCERTAIN, Finding.UNCERTAIN), List.of(first, later));
        }
    }

    @Test
    void aMessageIsLookedForByItsIdOrByWhenItWasSent() {
        assertEquals("AMQUserID IN ('ID:a','ID:it''s')", Search.selector(List.of(A, shown(text("3", "ID:it's", "")))));
        assertEquals(
                "AMQUserID IN ('ID:a') OR (AMQUserID IS NULL AND AMQTimestamp BETWEEN 1000 AND 1000)",
                Search.selector(List.of(A, shown(text("3", "", "")))));
        assertEquals(
                "(AMQUserID IS NULL AND AMQTimestamp BETWEEN 1000 AND 1000)",
                Search.selector(List.of(shown(text("3", "", "")))));
    }

    private List<MessagePair> compare(List<ShownMessage> original, List<ShownMessage> replica) {
        return conclude(original, replica, NOTHING_ELSE, NOTHING_ELSE, Circumstances.RESTS);
    }

    private List<MessagePair> conclude(
            List<ShownMessage> original,
            List<ShownMessage> replica,
            Whole wholeOriginal,
            Whole wholeReplica,
            Circumstances circumstances) {
        absences.begin(0);
        return new Comparison(original, replica)
                .conclude(wholeOriginal, wholeReplica, new Judgement(circumstances, absences));
    }

    private List<MessagePair> concludeAgain(Circumstances circumstances) {
        return new Comparison(List.of(A), List.of())
                .conclude(NOTHING_ELSE, NOTHING_ELSE, new Judgement(circumstances, absences));
    }

    private static List<Finding> findings(List<MessagePair> pairs) {
        return pairs.stream().map(MessagePair::finding).toList();
    }
}
