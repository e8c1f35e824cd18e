// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.json.JSONStructure;
import org.jolokia.json.parser.JSONParser;
import org.jolokia.json.parser.ParseException;

/**
 * JSON as a document shows it: a real answer has everything that is shown and may have more. Any thread may call it.
 *
 * <p>An ellipsis within a string stands for any text, and a string that is nothing else for any value.
 */
public final class JsonExample {

    private static final String ELLIPSIS = "…";

    private final JSONStructure shown;
    private final UnaryOperator<String> form;

    /** Reads what a document shows. */
    public JsonExample(String json) throws IOException, ParseException {
        this(json, UnaryOperator.identity());
    }

    private JsonExample(String text, UnaryOperator<String> form) throws IOException, ParseException {
        this.shown = parsed(form.apply(text));
        this.form = form;
    }

    /** Reads what a document shows with one JSON value in each line. */
    static JsonExample ofLines(String lines) throws IOException, ParseException {
        return new JsonExample(lines, JsonExample::arrayOfLines);
    }

    private static String arrayOfLines(String text) {
        return text.lines().collect(Collectors.joining(",", "[", "]"));
    }

    /** Compares a real answer. */
    public void assertShows(String answer) throws IOException, ParseException {
        assertShows(shown, parsed(form.apply(answer)), "answer");
    }

    private static JSONStructure parsed(String json) throws IOException, ParseException {
        return json.strip().startsWith("[")
                ? new JSONParser().parse(json, JSONArray.class)
                : new JSONParser().parse(json, JSONObject.class);
    }

    private static void assertShows(Object shown, Object answer, String where) {
        if (ELLIPSIS.equals(shown)) {
            return;
        }
        if (shown instanceof Map<?, ?> map) {
            assertTrue(answer instanceof Map, () -> where + " is no object but " + answer);
            map.forEach((key, value) -> assertShowsKey((String) key, value, (Map<?, ?>) answer, where));
        } else if (shown instanceof List<?> list) {
            assertTrue(answer instanceof List, () -> where + " is no array but " + answer);
            assertShowsAll(list, (List<?>) answer, where);
        } else if (shown instanceof String text && text.contains(ELLIPSIS)) {
            assertNotNull(answer, where);
            String pattern = "\\Q" + text.replace(ELLIPSIS, "\\E.*\\Q") + "\\E";
            assertTrue(Pattern.matches(pattern, answer.toString()), () -> where + " is " + answer);
        } else {
            assertEquals(shown, answer, where);
        }
    }

    private static void assertShowsKey(String key, Object value, Map<?, ?> answer, String where) {
        assertTrue(answer.containsKey(key), () -> where + " has no " + key + ": " + answer);
        assertShows(value, answer.get(key), where + "." + key);
    }

    private static void assertShowsAll(List<?> shown, List<?> answer, String where) {
        assertEquals(shown.size(), answer.size(), () -> where + " has another length: " + answer);
        Iterator<?> real = answer.iterator();
        int index = 0;
        for (Object each : shown) {
            assertShows(each, real.next(), where + "[" + index++ + "]");
        }
    }
}
