// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values by name as a transport gives them, read as what they are meant to be. Immutable. Text stands for numbers and
 * flags where a broker gives it so.
 *
 * @param values {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List}, {@code Map} or null
 */
record Attributes(Map<String, ?> values) {

    boolean has(String name) {
        return values.get(name) != null;
    }

    String text(String name) throws ConnectionFailure {
        Object value = present(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) throws ConnectionFailure {
        Object value = present(name);
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw strange(name, value, e);
        }
    }

    boolean flag(String name) throws ConnectionFailure {
        Object value = present(name);
        return value instanceof Boolean flag ? flag : Boolean.parseBoolean(String.valueOf(value));
    }

    Optional<Instant> instant(String name) throws ConnectionFailure {
        String text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw strange(name, text, e);
        }
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) throws ConnectionFailure {
        String text = text(name);
        try {
            return Enum.valueOf(type, text);
        } catch (IllegalArgumentException e) {
            throw strange(name, text, e);
        }
    }

    List<Attributes> composites(String name) throws ConnectionFailure {
        List<Attributes> composites = new ArrayList<>();
        for (Object element : list(name)) {
            composites.add(composite(element));
        }
        return composites;
    }

    List<?> list(String name) throws ConnectionFailure {
        if (present(name) instanceof List<?> list) {
            return list;
        }
        throw strange(name, values.get(name), null);
    }

    /** What an operation returned, if that is a composite. */
    @SuppressWarnings("unchecked") // JSON objects and composites have texts as keys.
    static Attributes composite(Object value) throws ConnectionFailure {
        if (value instanceof Map<?, ?> map) {
            return new Attributes((Map<String, ?>) map);
        }
        throw strange("answer", value, null);
    }

    private Object present(String name) throws ConnectionFailure {
        if (!values.containsKey(name)) {
            throw new ConnectionFailure(
                    Reason.NOT_UNDERSTOOD, "The broker does not say \"" + name + "\": its extension may be older");
        }
        return values.get(name);
    }

    private static ConnectionFailure strange(String name, Object value, Exception cause) {
        return new ConnectionFailure(
                Reason.NOT_UNDERSTOOD, "The broker says \"" + name + "\" in a way not known here: " + value, cause);
    }
}
