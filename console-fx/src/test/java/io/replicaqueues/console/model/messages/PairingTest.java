// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrowsedMessage;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Which message is which, where nothing but what is shown of them tells it. */
class PairingTest {

    private static final int MESSAGES = 1_000;
    private static final int TEXT = 3;
    private static final int BYTES = 4;

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void aThousandMessagesWithoutAnIdAndATimeAreNotComparedEachWithEach() {
        List<ShownMessage> original = IntStream.range(0, MESSAGES)
                .mapToObj(i -> watched("" + i, "body " + i))
                .toList();
        List<ShownMessage> replica = IntStream.range(0, MESSAGES)
                .mapToObj(i -> watched("r" + i, "body " + (MESSAGES - 1 - i)))
                .toList();

        Pairing pairing = Pairing.of(original, replica);

        for (int i = 0; i < MESSAGES; i++) {
            assertEquals(
                    replica.get(MESSAGES - 1 - i), pairing.of(original.get(i)).replica());
        }
        assertTrue(looks.get() <= 10 * 2 * MESSAGES, "Properties were read " + looks + " times");
    }

    @RepeatedTest(500)
    void whatIsPairedIsTheFirstThatIsAlikeHoweverMuchIsShown(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<ShownMessage> original = page(random, "o");
        List<ShownMessage> replica = page(random, "r");

        Pairing pairing = Pairing.of(original, replica);

        Set<ShownMessage> taken = new HashSet<>();
        for (ShownMessage message : original) {
            Optional<ShownMessage> first = replica.stream()
                    .filter(each -> !taken.contains(each))
                    .filter(each -> message.differencesTo(each).isEmpty())
                    .findFirst();
            first.ifPresent(taken::add);
            assertEquals(
                    first, Optional.ofNullable(pairing.of(message)).map(Pairing.Match::replica), () -> "" + message);
        }
    }

    /** Few values, so that many messages are alike, and cut at other places. */
    private static List<ShownMessage> page(Random random, String prefix) {
        List<ShownMessage> page = new ArrayList<>();
        OptionalLong limit = random.nextBoolean() ? OptionalLong.of(3) : OptionalLong.empty();
        for (int i = 0; i < 12; i++) {
            boolean isText = random.nextBoolean();
            String data = random.nextBoolean() ? "Data{" : "";
            Optional<String> text = isText || random.nextBoolean() ? Optional.of(data + cut(random)) : Optional.empty();
            Map<String, String> properties = Map.of(random.nextInt(4) == 0 ? "other" : "name", cut(random));
            page.add(new ShownMessage(
                    new BrowsedMessage(
                            prefix + i,
                            "",
                            "AMQP",
                            isText ? TEXT : BYTES,
                            4,
                            Instant.EPOCH,
                            Optional.empty(),
                            true,
                            false,
                            random.nextInt(5) == 0,
                            100,
                            properties,
                            text,
                            text.isPresent() ? List.of() : bytes(random)),
                    limit,
                    Optional.empty()));
        }
        return page;
    }

    private static String cut(Random random) {
        String whole = List.of("apple", "apply", "a🐇pie").get(random.nextInt(3));
        int shown = 1 + random.nextInt(whole.length());
        return shown == whole.length()
                ? whole
                : whole.substring(0, shown) + ", + " + (whole.length() - shown) + " more";
    }

    private static List<Byte> bytes(Random random) {
        return List.of((byte) 1, (byte) random.nextInt(2), (byte) 3).subList(0, 1 + random.nextInt(3));
    }

    /** A message that counts how often its properties are read. */
    private ShownMessage watched(String id, String text) {
        Map<String, String> properties = new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                looks.incrementAndGet();
                return Map.of("region", "eu").entrySet();
            }
        };
        return Messages.shown(new BrowsedMessage(
                id,
                "",
                "AMQP",
                TEXT,
                4,
                Instant.EPOCH,
                Optional.empty(),
                true,
                false,
                false,
                100,
                properties,
                Optional.of(text),
                List.of()));
    }
}
