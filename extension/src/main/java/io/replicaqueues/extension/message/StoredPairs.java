// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.config.PersistedKeyValuePair;

/** What the extension has stored in the broker's bindings journal; may be read on any thread. */
public final class StoredPairs {

    private StoredPairs() {}

    /** The pairs of a map by their keys; none if the broker stores nothing. */
    public static Map<String, PersistedKeyValuePair> of(StorageManager storage, String map) {
        // Without persistence the broker has no map, where with a journal it has an empty one.
        return Objects.requireNonNullElse(storage.getPersistedKeyValuePairs(map), Map.of());
    }
}
