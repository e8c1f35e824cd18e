// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.StoredPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.config.PersistedKeyValuePair;

/**
 * When this broker, or the backup that shares its journal, became active, kept in that journal; immutable once the
 * present activation has been recorded. Each activation has a random name and the first message id it could give.
 *
 * <p>A journal restored from a backup knows nothing of the activations since, and gives their message ids a second time.
 * A replica that names the activation it followed last therefore learns which ids mean the same messages to both. A
 * broker that stores nothing gives its ids anew in every activation, and knows of no other.
 */
final class ActivationHistory {

    /** What {@link #knownUntil} says of the present activation: every id means the same to both. */
    static final long EVERY_ID = Long.MAX_VALUE;
    /** What it says of an activation that this journal knows nothing of: no id means the same to both. */
    static final long NO_ID = 0;

    static final int MOST_ACTIVATIONS = 1_000;

    private static final String MAP = "queue-replication-original";
    private static final String KEY = "activations";
    /** Stands first when older activations have been forgotten. */
    private static final String CUT = "cut";

    private final List<Activation> activations;
    private final boolean cut;

    private ActivationHistory(List<Activation> activations, boolean cut) {
        this.activations = activations;
        this.cut = cut;
    }

    /** @param firstId no smaller id was given to a message since */
    private record Activation(String name, long firstId) {

        static Activation parse(String text) {
            String[] parts = text.split(":", 2);
            return new Activation(parts[0], Long.parseLong(parts[1]));
        }

        @Override
        public String toString() {
            return name + ":" + firstId;
        }
    }

    /** Reads the history and records that this broker has become active; before clients can connect. */
    static ActivationHistory record(StorageManager storage) throws Exception {
        PersistedKeyValuePair stored = StoredPairs.of(storage, MAP).get(KEY);
        List<String> parts =
                stored == null ? List.of() : Arrays.asList(stored.getValue().split(",", -1));
        boolean cut = parts.contains(CUT);
        List<Activation> activations = parts.stream()
                .filter(part -> !part.equals(CUT))
                .map(Activation::parse)
                .collect(Collectors.toCollection(ArrayList::new));
        activations.add(new Activation(UUID.randomUUID().toString(), storage.getCurrentID()));
        if (activations.size() > MOST_ACTIVATIONS) {
            activations.remove(0);
            cut = true;
        }
        String text = activations.stream().map(Activation::toString).collect(Collectors.joining(","));
        storage.storeKeyValuePair(new PersistedKeyValuePair(MAP, KEY, cut ? CUT + "," + text : text));
        return new ActivationHistory(List.copyOf(activations), cut);
    }

    /** The name of the present activation. */
    String present() {
        return activations.get(activations.size() - 1).name();
    }

    /**
     * The first message id that may have been given again since that activation was followed; smaller ones were given
     * once, before the two journals parted, if they ever did.
     *
     * @param activation the one that a replica followed last; empty if it followed none
     */
    long knownUntil(String activation) {
        if (activation.isEmpty() || activation.equals(present())) {
            return EVERY_ID;
        }
        for (int i = 0; i < activations.size() - 1; i++) {
            if (activations.get(i).name().equals(activation)) {
                return activations.get(i + 1).firstId();
            }
        }
        return cut ? activations.get(0).firstId() : NO_ID;
    }
}
