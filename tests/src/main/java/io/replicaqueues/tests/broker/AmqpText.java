// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.qpid.proton.amqp.Binary;

/** AMQP values as text: two values have the same text only if they have the same type and content. */
final class AmqpText {

    private static final int SHOWN = 80;

    private AmqpText() {}

    /** Type and value. What is long is cut and gets its length and hash. */
    static String of(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Binary binary) {
            byte[] array = binary.getArray();
            int from = binary.getArrayOffset();
            return bytes("Binary", Arrays.copyOfRange(array, from, from + binary.getLength()));
        }
        if (value instanceof byte[] array) {
            return bytes("byte[]", array);
        }
        if (value instanceof Map<?, ?> map) {
            return shortened(map.entrySet().stream()
                    .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}")));
        }
        if (value instanceof List<?> list) {
            return shortened(list.stream().map(AmqpText::of).collect(Collectors.joining(", ", "[", "]")));
        }
        return value.getClass().getSimpleName() + " " + shortened(value.toString());
    }

    private static String bytes(String type, byte[] bytes) {
        return type + " of " + bytes.length + " bytes, SHA-256 " + hash(bytes);
    }

    private static String shortened(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        return text.substring(0, SHOWN) + "… of " + text.length() + " characters, SHA-256 "
                + hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
