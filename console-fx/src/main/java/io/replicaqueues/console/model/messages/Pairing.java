// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.model.messages.MessagePair.Basis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds which message of the original is which of the replica. For one thread.
 *
 * <p>Where the replica's mark can be read, it decides. Elsewhere the id that the client gave a message does; where
 * messages share one or have none, only those that are alike are matched, each once.
 */
final class Pairing {

    private final IdentityHashMap<ShownMessage, Match> ofOriginal = new IdentityHashMap<>();
    private final IdentityHashMap<ShownMessage, Match> ofReplica = new IdentityHashMap<>();

    /**
     * Two that are the same.
     *
     * @param original as the original has it
     * @param replica as the replica has it
     * @param basis by what
     * @param differences what is shown differently
     */
    record Match(ShownMessage original, ShownMessage replica, Basis basis, Set<String> differences) {}

    private final Digests digests;

    private Pairing(Digests digests) {
        this.digests = digests;
    }

    static Pairing of(List<ShownMessage> original, List<ShownMessage> replica) {
        Pairing pairing = new Pairing(Digests.of(original, replica));
        pairing.matchMarked(original, replica);
        Map<String, List<ShownMessage>> ofOriginal = byKey(original);
        Map<String, List<ShownMessage>> ofReplica = byKey(replica);
        ofOriginal.forEach((key, same) -> {
            List<ShownMessage> there = ofReplica.getOrDefault(key, List.of());
            same.forEach(message -> pairing.matchAlike(message, there));
            pairing.matchUnlike(same, there);
        });
        return pairing;
    }

    /** The counterpart of a message of either list, or null. */
    Match of(ShownMessage message) {
        Match match = ofOriginal.get(message);
        return match != null ? match : ofReplica.get(message);
    }

    private void matchMarked(List<ShownMessage> original, List<ShownMessage> replica) {
        Map<String, ShownMessage> byId = new HashMap<>();
        original.forEach(message -> byId.put(message.message().id(), message));
        replica.forEach(message -> message.originalId()
                .map(byId::get)
                .filter(Objects::nonNull)
                .ifPresent(counterpart -> match(counterpart, message, Basis.MARK)));
    }

    private void matchAlike(ShownMessage message, List<ShownMessage> candidates) {
        if (of(message) != null) {
            return;
        }
        // Many messages may have the same key: of all that sent neither id nor time it is one.
        candidates.stream()
                .filter(candidate -> digests.canBeAlike(message, candidate))
                .filter(candidate -> canBe(message, candidate))
                .filter(candidate -> message.differencesTo(candidate).isEmpty())
                .findFirst()
                .ifPresent(candidate -> match(message, candidate, basis(message)));
    }

    /** The same id on one message here and on one there: it is that one, whatever else differs. */
    private void matchUnlike(List<ShownMessage> original, List<ShownMessage> replica) {
        boolean isUnique = original.size() == 1 && replica.size() == 1;
        if (isUnique
                && !original.get(0).userId().isEmpty()
                && of(original.get(0)) == null
                && canBe(original.get(0), replica.get(0))) {
            match(original.get(0), replica.get(0), Basis.CLIENT_ID);
        }
    }

    /** A mark that names another message speaks against it. */
    private boolean canBe(ShownMessage original, ShownMessage replica) {
        return of(replica) == null
                && replica.originalId().map(original.message().id()::equals).orElse(true);
    }

    private void match(ShownMessage original, ShownMessage replica, Basis basis) {
        Match match = new Match(original, replica, basis, original.differencesTo(replica));
        ofOriginal.put(original, match);
        ofReplica.put(replica, match);
    }

    private static Basis basis(ShownMessage message) {
        return message.userId().isEmpty() ? Basis.CONTENT : Basis.CLIENT_ID;
    }

    private static Map<String, List<ShownMessage>> byKey(List<ShownMessage> messages) {
        Map<String, List<ShownMessage>> byKey = new HashMap<>();
        messages.forEach(message ->
                byKey.computeIfAbsent(key(message), any -> new ArrayList<>()).add(message));
        return byKey;
    }

    private static String key(ShownMessage message) {
        return message.userId().isEmpty()
                ? "sent " + message.message().timestamp().toEpochMilli()
                : message.userId();
    }
}
