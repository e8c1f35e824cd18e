// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was found in the places where a password could be seen. Any thread may add to it. */
final class Traces {

    /** What is looked for, distinctive enough never to be there by chance. */
    static final String SECRET = "Zq7Secret";

    private static final int CONTEXT = 60;
    private static final Charset BYTE_BY_BYTE = StandardCharsets.ISO_8859_1;

    private final Map<String, ConcurrentLinkedQueue<String>> places = new ConcurrentHashMap<>();

    void add(String place, String text) {
        places.computeIfAbsent(place, any -> new ConcurrentLinkedQueue<>()).add(text);
    }

    /** Of a file of any format. */
    void add(String place, byte[] content) {
        add(place, new String(content, BYTE_BY_BYTE));
    }

    /** Whether a text was found in that place. */
    boolean hold(String place, String text) {
        return places.getOrDefault(place, new ConcurrentLinkedQueue<>()).stream()
                .anyMatch(found -> found.contains(text) || found.contains(asTwoByteCharacters(text)));
    }

    /** Where the secret was found, with what stands around it: in the clear, in characters of two bytes, in Base64. */
    List<String> seen() {
        List<String> seen = new ArrayList<>();
        List<String> forms = forms();
        places.forEach((place, texts) -> texts.forEach(text -> forms.forEach(form -> {
            int at = text.indexOf(form);
            if (at >= 0) {
                seen.add(place + ": …"
                        + text.substring(Math.max(0, at - CONTEXT), Math.min(text.length(), at + CONTEXT)));
            }
        })));
        return seen;
    }

    private static List<String> forms() {
        List<String> forms = new ArrayList<>(List.of(SECRET, asTwoByteCharacters(SECRET)));
        for (int offset = 0; offset < 3; offset++) {
            // Its bytes begin at any of the three places of a group, whose last characters hold what follows as well.
            String encoded = Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString((" ".repeat(offset) + SECRET).getBytes(StandardCharsets.US_ASCII));
            forms.add(encoded.substring(offset == 0 ? 0 : offset + 1, encoded.length() - 1));
        }
        return forms;
    }

    /** As the broker stores its strings: the second byte of such a character is 0. */
    private static String asTwoByteCharacters(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16LE), BYTE_BY_BYTE);
    }
}
