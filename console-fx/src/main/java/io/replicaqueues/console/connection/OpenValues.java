// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** Turns open types into the plain values of a {@link Transport}. Stateless: any thread may call it. */
final class OpenValues {

    private static final String KEY = "key";
    private static final String VALUE = "value";

    private OpenValues() {}

    static Object plain(Object value) {
        if (value instanceof CompositeData composite) {
            return map(composite);
        }
        if (value instanceof TabularData table) {
            return rows(table);
        }
        if (value instanceof Collection<?> collection) {
            List<Object> list = new ArrayList<>(collection.size());
            collection.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value.getClass().isArray() ? elements(value) : value.toString();
    }

    private static Map<String, Object> map(CompositeData composite) {
        Map<String, Object> map = new LinkedHashMap<>();
        composite.getCompositeType().keySet().forEach(key -> map.put(key, plain(composite.get(key))));
        return map;
    }

    private static List<Object> elements(Object array) {
        int length = Array.getLength(array);
        List<Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(plain(Array.get(array, i)));
        }
        return list;
    }

    /** A table of keys and values is the map that it stands for. */
    private static Object rows(TabularData table) {
        boolean isMap = table.getTabularType().getIndexNames().equals(List.of(KEY))
                && table.getTabularType().getRowType().containsKey(VALUE);
        if (!isMap) {
            return plain(table.values());
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Object row : table.values()) {
            CompositeData entry = (CompositeData) row;
            map.put(String.valueOf(entry.get(KEY)), plain(entry.get(VALUE)));
        }
        return map;
    }
}
