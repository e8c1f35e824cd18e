// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.Test;

class PropertiesFingerprintTest {

    /** What a NaN looks like that no computation of Java's yields. */
    private static final long UNUSUAL_NAN = 0x7ff8000000000abcL;

    @Property
    void encodedPropertiesHaveTheHashOfDecodedOnes(@ForAll("properties") Map<String, Object> properties) {
        CoreMessage message = message(properties);

        assertEquals(
                PropertiesFingerprint.ofDecoded(EncodedProperties.decoded(message)), PropertiesFingerprint.of(message));
    }

    @Provide
    Arbitrary<Map<String, Object>> properties() {
        Arbitrary<Object> values = Arbitraries.oneOf(
                Arbitraries.bytes().asGeneric(),
                Arbitraries.shorts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.floats().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.chars().asGeneric(),
                Arbitraries.strings().asGeneric(),
                Arbitraries.bytes().array(byte[].class).asGeneric(),
                Arbitraries.just(null));
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.of(OriginalId.PROPERTY.toString(), "JMS_AMQP_ContentType", "_AMQ_SCHED_DELIVERY"));
        return Arbitraries.maps(names, values).ofMaxSize(20);
    }

    @Test
    void theOrderOfPropertiesDoesNotCount() {
        Map<String, Object> ab = new LinkedHashMap<>();
        ab.put("a", 1);
        ab.put("b", 2);
        Map<String, Object> ba = new LinkedHashMap<>();
        ba.put("b", 2);
        ba.put("a", 1);

        assertEquals(PropertiesFingerprint.of(message(ab)), PropertiesFingerprint.of(message(ba)));
    }

    @Test
    void whichValueIsWhoseDoesCount() {
        assertNotEquals(
                PropertiesFingerprint.of(message(Map.of("a", 1, "b", 2))),
                PropertiesFingerprint.of(message(Map.of("a", 2, "b", 1))));
    }

    @Test
    void ofPropertiesWithTheSameNameTheLastCountsAsForTheBroker() {
        CoreMessage twice = altered(message(Map.of("aa", 1, "ab", 1)), "ab", "aa");

        assertEquals(1, EncodedProperties.decoded(twice).getPropertyNames().size());
        assertEquals(PropertiesFingerprint.of(message(Map.of("aa", 1))), PropertiesFingerprint.of(twice));
    }

    @Test
    void aNumberThatIsNoneIsTheSameBeforeAndAfterTheBrokerHasEncodedIt() throws Exception {
        CoreMessage message = message(Map.of("a", Double.NaN));
        byte[] encoded = encoded(message);
        int value = ByteBufUtil.hexDump(encoded).indexOf("7ff8000000000000") / 2;
        ByteBuf unusual = Unpooled.wrappedBuffer(encoded).setLong(value, UNUSUAL_NAN);

        assertEquals(PropertiesFingerprint.of(message), PropertiesFingerprint.of(decoded(unusual)));
    }

    private static CoreMessage message(Map<String, Object> properties) {
        CoreMessage message = new CoreMessage(1, 50);
        properties.forEach(message::putObjectProperty);
        return message;
    }

    /** The message with another text, of the same length, in its encoding. */
    private static CoreMessage altered(CoreMessage message, String text, String other) {
        String hex = ByteBufUtil.hexDump(encoded(message));
        String before = utf16(text);
        assertTrue(hex.contains(before));
        return decoded(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(before, utf16(other)))));
    }

    /** As the broker encodes texts: the lower half of each character first. */
    private static String utf16(String text) {
        StringBuilder hex = new StringBuilder();
        text.chars().forEach(each -> hex.append(String.format("%02x%02x", each & 0xff, each >> 8)));
        return hex.toString();
    }

    private static byte[] encoded(CoreMessage message) {
        int length = message.getEncodeSize();
        return ByteBufUtil.getBytes(message.getBuffer(), 0, length);
    }

    private static CoreMessage decoded(ByteBuf encoded) {
        CoreMessage message = new CoreMessage();
        message.receiveBuffer(Unpooled.copiedBuffer(encoded));
        return message;
    }
}
