// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.message.StoredPairs;
import io.replicaqueues.extension.replica.ReplicaDefinition.Counters;
import io.replicaqueues.extension.replica.ReplicaDefinition.Identity;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.config.PersistedKeyValuePair;
import org.apache.activemq.artemis.json.JsonObject;
import org.apache.activemq.artemis.utils.JsonLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definitions of this broker's replicas in its bindings journal, so that they survive a restart and reach a backup.
 * Safe on any thread; a write waits for the journal.
 */
final class DefinitionStore {

    private static final Logger LOGGER = LoggerFactory.getLogger(DefinitionStore.class);
    private static final String MAP = "queue-replication";
    private static final String DELETED = "deleted";

    /** Raised whenever a version of the extension before could misunderstand a definition. */
    static final int FORMAT = 1;

    private final StorageManager storage;

    DefinitionStore(StorageManager storage) {
        this.storage = storage;
    }

    /**
     * What is stored.
     *
     * @param definitions the definitions, whichever version wrote them
     * @param unreadable the replica queues whose definitions are not understood; they stay as they are
     */
    record Stored(List<ReplicaDefinition> definitions, List<String> unreadable) {}

    /** The queues that something is stored of. */
    Stream<String> queues() {
        return StoredPairs.of(storage, MAP).values().stream()
                .filter(pair -> !pair.getValue().equals(DELETED))
                .map(PersistedKeyValuePair::getKey);
    }

    Stored load() {
        List<ReplicaDefinition> definitions = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        StoredPairs.of(storage, MAP).values().forEach(pair -> {
            if (pair.getValue().equals(DELETED)) {
                return;
            }
            try {
                definitions.add(read(pair.getKey(), pair.getValue()));
            } catch (RuntimeException e) {
                unreadable.add(pair.getKey());
                LOGGER.error(
                        "The stored definition of replica queue {} cannot be read and is kept as it is: {}",
                        pair.getKey(),
                        e.getMessage());
            }
        });
        return new Stored(definitions, unreadable);
    }

    void save(ReplicaDefinition definition) throws Exception {
        storage.storeKeyValuePair(new PersistedKeyValuePair(MAP, definition.queue(), write(definition)));
    }

    /** Deletes for good: the queue is an ordinary one, and must not be taken for a replica after a crash. */
    void delete(String queue) throws Exception {
        if (StoredPairs.of(storage, MAP).containsKey(queue)) {
            // The broker does not wait for the journal when it deletes, but it does when it stores.
            storage.storeKeyValuePair(new PersistedKeyValuePair(MAP, queue, DELETED));
            storage.deleteKeyValuePair(MAP, queue);
        }
    }

    private static String write(ReplicaDefinition definition) {
        return JsonLoader.createObjectBuilder()
                .add("format", FORMAT)
                .add("original", definition.original())
                .add("originalQueue", definition.originalQueue())
                .add("acknowledgement", definition.acknowledgement())
                .add("following", definition.following())
                .add("failure", definition.failure())
                .add("originalReplaced", definition.originalReplaced())
                .add("nodeId", definition.identity().nodeId())
                .add("queueId", definition.identity().queueId())
                .add("activation", definition.activation())
                .add("settings", definition.settings())
                .add("added", definition.counters().added())
                .add("removed", definition.counters().removed())
                .add("bytes", definition.counters().bytes())
                .add("reconnects", definition.counters().reconnects())
                .add("repairs", definition.counters().repairs())
                .build()
                .toString();
    }

    private static ReplicaDefinition read(String queue, String json) {
        JsonObject object = JsonLoader.readObject(new StringReader(json));
        int format = object.getInt("format", FORMAT);
        if (format > FORMAT) {
            throw new IllegalArgumentException("a newer version of the extension wrote it in format " + format
                    + ", this one reads up to " + FORMAT + ": install the newer version again");
        }
        return new ReplicaDefinition(
                queue,
                object.getString("original"),
                object.getString("originalQueue"),
                object.getString("acknowledgement"),
                object.getBoolean("following"),
                object.getString("failure"),
                object.getBoolean("originalReplaced"),
                new Identity(object.getString("nodeId"), number(object, "queueId")),
                object.getString("activation", ""),
                object.getString("settings"),
                new Counters(
                        number(object, "added"),
                        number(object, "removed"),
                        number(object, "bytes"),
                        number(object, "reconnects"),
                        number(object, "repairs")));
    }

    private static long number(JsonObject object, String key) {
        return object.getJsonNumber(key).longValue();
    }
}
