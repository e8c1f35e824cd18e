// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrowsedMessage;
import io.replicaqueues.console.model.messages.ShownBody.Extent;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of a body of which a broker may show but a part. */
class ShownBodyTest {

    private static final int AMQP_BYTES = 4;

    @Test
    void aTextThatWasCutSaysHowLongItIs() {
        ShownBody body = text("xxxx, + 44 more");

        assertEquals(Extent.PART, body.extent());
        assertEquals(Optional.of("xxxx"), body.text());
        assertEquals(48, body.length());
        assertEquals(Extent.WHOLE, text("grüße").extent());
    }

    @Test
    void bytesUpToTheLimitMayHaveBeenCut() {
        BrowsedMessage three = Messages.bytes(1, 2, 255);

        assertEquals(Extent.WHOLE, ShownBody.of(three, OptionalLong.of(4)).extent());
        assertEquals(
                Extent.PERHAPS_PART, ShownBody.of(three, OptionalLong.of(3)).extent());
        assertEquals(
                Extent.PERHAPS_PART, ShownBody.of(three, OptionalLong.empty()).extent());
        assertEquals(
                Extent.WHOLE,
                ShownBody.of(Messages.bytes(), OptionalLong.empty()).extent());
        assertArrayEquals(
                new byte[] {1, 2, (byte) 255},
                ShownBody.of(three, OptionalLong.of(4)).bytes());
    }

    @Test
    void bytesOfAmqpAreReadFromTheTextThatTheBrokerMakesOfThem() {
        assertArrayEquals(
                new byte[] {0, 'a', '\\', '}', (byte) 0x85},
                amqp("Data{\\x00a\\x5c}\\x85}").bytes());
        assertEquals(Extent.WHOLE, amqp("Data{}").extent());
    }

    @Test
    void bytesOfAmqpThatWereCutEndBeforeTheByteThatIsCut() {
        for (String rest : new String[] {"", "\\", "\\x", "\\x8"}) {
            ShownBody body = amqp("Data{\\x00}" + rest + ", + 786 more");

            assertArrayEquals(new byte[] {0, '}'}, body.bytes(), rest);
            assertEquals(Extent.PART, body.extent());
            assertEquals(-1, body.length());
        }
    }

    @Test
    void aBodyThatIsNotThereIsEmptyAndWhole() {
        assertEquals(
                0,
                ShownBody.of(Messages.with(Messages.text("1", "", "null"), 0, false), OptionalLong.empty())
                        .length());
        assertEquals("null", text("null").text().orElseThrow());
    }

    @Test
    void nothingIsSaidOfBodiesThatTheBrokerDoesNotShow() {
        ShownBody large =
                ShownBody.of(Messages.with(Messages.text("1", "", "[large message]"), 3, true), OptionalLong.empty());
        ShownBody compressed = ShownBody.of(
                Messages.with(Messages.text("1", "", "[compressed]"), "_AMQ_LARGE_COMPRESSED", "true"),
                OptionalLong.empty());

        assertEquals(Extent.LARGE, large.extent());
        assertEquals(Extent.COMPRESSED, compressed.extent());
        assertTrue(large.text().isEmpty());
        assertTrue(large.canBeTheSameAs(text("anything")));
    }

    @Test
    void partsOfTheSameTextAreAlikeAndPartsOfDifferentLengthAreNot() {
        assertTrue(text("abc, + 2 more").canBeTheSameAs(text("abcd, + 1 more")));
        assertTrue(text("abc, + 2 more").canBeTheSameAs(text("abcde")));
        assertFalse(text("abc, + 2 more").canBeTheSameAs(text("abc, + 3 more")));
        assertFalse(text("abc, + 2 more").canBeTheSameAs(text("xbcde")));
    }

    @Test
    void jsonIsLaidOutWithoutChangingAnythingButWhiteSpace() {
        String json = "{\"a\" :1.10,\"b\":[],\"c\":{\"d\":\"x, {y}\\\"\"},\"e\":[1,2]}";

        assertEquals("""
                {
                  "a": 1.10,
                  "b": [],
                  "c": {
                    "d": "x, {y}\\""
                  },
                  "e": [
                    1,
                    2
                  ]
                }""", BodyFormat.json(json).orElseThrow());
        assertEquals("[\n  1,\n  \"cut o", BodyFormat.json("[1,\"cut o").orElseThrow());
        assertTrue(BodyFormat.json("no json").isEmpty());
    }

    @Test
    void hexHasOffsetsBytesAndWhatIsAscii() {
        byte[] bytes = new byte[18];
        IntStream.range(0, 18).forEach(i -> bytes[i] = (byte) ('a' + i));

        assertEquals("""
                0000  61 62 63 64 65 66 67 68  69 6a 6b 6c 6d 6e 6f 70  abcdefghijklmnop
                0010  71 72                                             qr
                """, BodyFormat.hex(bytes));
    }

    private static ShownBody text(String shown) {
        return ShownBody.of(Messages.text("1", "", shown), OptionalLong.of(4));
    }

    private static ShownBody amqp(String shown) {
        return ShownBody.of(Messages.with(Messages.text("1", "", shown), AMQP_BYTES, false), OptionalLong.empty());
    }
}
