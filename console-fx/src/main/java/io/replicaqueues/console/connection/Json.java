// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.jolokia.json.parser.JSONParser;
import org.jolokia.json.parser.ParseException;

/** Reads JSON that may be anything, or cut off. Stateless: any thread may call it. */
public final class Json {

    private Json() {}

    /**
     * Reads one value.
     *
     * @param text to read
     * @param type {@code JSONObject} or {@code JSONArray}
     * @throws IOException if it is no JSON, or no such value; its message repeats nothing of the text
     */
    public static <T> T parse(String text, Class<T> type) throws IOException {
        return parse(new StringReader(text), type);
    }

    /** The same from a reader. */
    public static <T> T parse(Reader reader, Class<T> type) throws IOException {
        try {
            return new JSONParser().parse(reader, type);
        } catch (ParseException | ClassCastException | IllegalArgumentException | IllegalStateException e) {
            // Without the cause, whose message may repeat the text. The parser's state is illegal where text is cut
            // off.
            throw new IOException("not JSON as expected");
        }
    }
}
