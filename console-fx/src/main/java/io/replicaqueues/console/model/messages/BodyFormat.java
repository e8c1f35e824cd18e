// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Ways to look at a body. Stateless: any thread may call it. */
public final class BodyFormat {

    private static final int BYTES_IN_A_LINE = 16;
    private static final HexFormat HEX = HexFormat.of();
    private static final int OFFSETS_OF_FOUR = 0x10000;
    private static final String INDENT = "  ";

    private BodyFormat() {}

    /** As text: what it is, or its bytes read as UTF-8. */
    public static String text(ShownBody body) {
        return body.text().orElseGet(() -> new String(body.bytes(), StandardCharsets.UTF_8));
    }

    /**
     * A text laid out as JSON, if it begins as JSON does. Nothing but white space changes: numbers stay as they were
     * written, and a text that was cut off is laid out as far as it goes, which no parser would do.
     */
    public static Optional<String> json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return Optional.empty();
        }
        StringBuilder laidOut = new StringBuilder(stripped.length() * 2);
        int depth = 0;
        boolean isInString = false;
        for (int i = 0; i < stripped.length(); i++) {
            char each = stripped.charAt(i);
            if (isInString) {
                laidOut.append(each);
                if (each == '\\' && i + 1 < stripped.length()) {
                    laidOut.append(stripped.charAt(++i));
                } else if (each == '"') {
                    isInString = false;
                }
                continue;
            }
            switch (each) {
                case '"' -> {
                    isInString = true;
                    laidOut.append(each);
                }
                case '{', '[' -> {
                    laidOut.append(each);
                    depth++;
                    if (!isClosed(stripped, i + 1)) {
                        newLine(laidOut, depth);
                    }
                }
                case '}', ']' -> {
                    depth = Math.max(0, depth - 1);
                    if (!endsOpen(laidOut)) {
                        newLine(laidOut, depth);
                    }
                    laidOut.append(each);
                }
                case ',' -> {
                    laidOut.append(each);
                    newLine(laidOut, depth);
                }
                case ':' -> laidOut.append(": ");
                case ' ', '\t', '\r', '\n' -> {}
                default -> laidOut.append(each);
            }
        }
        return Optional.of(laidOut.toString());
    }

    /** As lines of an offset, sixteen bytes, and what of them is ASCII. */
    public static String hex(byte[] bytes) {
        StringBuilder lines = new StringBuilder(bytes.length * 5);
        for (int offset = 0; offset < bytes.length; offset += BYTES_IN_A_LINE) {
            lines.append(bytes.length > OFFSETS_OF_FOUR ? HEX.toHexDigits(offset) : HEX.toHexDigits((short) offset));
            StringBuilder characters = new StringBuilder(BYTES_IN_A_LINE);
            for (int i = offset; i < offset + BYTES_IN_A_LINE; i++) {
                lines.append(i % (BYTES_IN_A_LINE / 2) == 0 ? "  " : " ");
                if (i < bytes.length) {
                    lines.append(HEX.toHexDigits(bytes[i]));
                    characters.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
                } else {
                    lines.append("  ");
                }
            }
            lines.append("  ").append(characters).append('\n');
        }
        return lines.toString();
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n').append(INDENT.repeat(depth));
    }

    private static boolean isClosed(String text, int from) {
        int next = from;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && (text.charAt(next) == '}' || text.charAt(next) == ']');
    }

    private static boolean endsOpen(StringBuilder text) {
        char last = text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
        return last == '{' || last == '[';
    }
}
