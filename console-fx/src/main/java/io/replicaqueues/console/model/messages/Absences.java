// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.model.Condition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Since when messages have been lacking on the other side, in one reading after the other. For one thread. */
final class Absences {

    private static final long LASTING_NANOS = TimeUnit.MILLISECONDS.toNanos(Condition.LAG_THAT_COUNTS);

    private Map<String, Long> before = Map.of();
    private Map<String, Long> now = new HashMap<>();
    private long nanos;

    /** What is known now, to go on from without touching this. */
    Absences copy() {
        Absences copy = new Absences();
        copy.before = before;
        copy.now = new HashMap<>(now);
        copy.nanos = nanos;
        return copy;
    }

    /** A reading is going to be compared, made at that {@link System#nanoTime()}. */
    void begin(long readNanos) {
        before = now;
        now = new HashMap<>();
        nanos = readNanos;
    }

    /** Notes that a message is lacking, and says whether it has been for longer than a change needs to arrive. */
    boolean isLasting(String key) {
        long since = before.getOrDefault(key, nanos);
        now.put(key, since);
        return nanos - since >= LASTING_NANOS;
    }
}
