// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.util.HashMap;
import java.util.Map;

/**
 * What a broker reported of something that it did. Immutable.
 *
 * @param text in its own words; may be empty
 * @param figures by the names that they have there; 1 is yes, 0 is no, and -1 what it does not know
 */
public record BrokerReport(String text, Map<String, Long> figures) {

    /** Nothing was reported. */
    public static final BrokerReport NOTHING = new BrokerReport("");

    /** Keeps what the figures are now. */
    public BrokerReport {
        figures = Map.copyOf(figures);
    }

    /** Words alone. */
    public BrokerReport(String text) {
        this(text, Map.of());
    }

    /** Whether nothing was reported. */
    public boolean isEmpty() {
        return text.isEmpty() && figures.isEmpty();
    }

    /** With one more figure. */
    BrokerReport with(String name, long value) {
        Map<String, Long> more = new HashMap<>(figures);
        more.put(name, value);
        return new BrokerReport(text, more);
    }

    /** With one more answer. */
    BrokerReport with(String name, boolean isSo) {
        return with(name, isSo ? 1 : 0);
    }
}
