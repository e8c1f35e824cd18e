// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the bytes of an AMQP body back from the text that the broker's management makes of it: {@code Data{a\x00b}},
 * where all but printable ASCII is written in hexadecimal. Stateless: any thread may call it.
 */
final class AmqpData {

    private static final String BEGIN = "Data{";
    private static final Pattern NEXT = Pattern.compile("\\\\x([0-9a-fA-F]{2})|[ -\\[\\]-~]");
    private static final int HEXADECIMAL = 16;

    private AmqpData() {}

    /**
     * Reads bytes.
     *
     * @param shown what the broker shows, whole or cut
     * @return the bytes that are in it, or nothing if it is no data
     */
    static Optional<byte[]> bytes(Preview shown) {
        String text = shown.text();
        if (!text.startsWith(BEGIN)) {
            return Optional.empty();
        }
        String content = text.substring(BEGIN.length(), text.length() - (shown.isWhole() ? 1 : 0));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length());
        Matcher next = NEXT.matcher(content);
        int position = 0;
        // Ends before a byte of which a part was cut off.
        while (position < content.length()
                && next.region(position, content.length()).lookingAt()) {
            String hexadecimal = next.group(1);
            bytes.write(hexadecimal == null ? content.charAt(position) : Integer.parseInt(hexadecimal, HEXADECIMAL));
            position = next.end();
        }
        return Optional.of(bytes.toByteArray());
    }
}
