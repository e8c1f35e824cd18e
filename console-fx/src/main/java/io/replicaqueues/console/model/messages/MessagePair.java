// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import java.util.Optional;
import java.util.Set;

/**
 * A message and its counterpart on the other side. Immutable. One of the two is there at least.
 *
 * @param original as the original has it
 * @param replica as the replica has it
 * @param finding what is known of it
 * @param basis by what the two were matched
 * @param differences what is shown differently, as {@link ShownMessage#differencesTo} names it
 */
public record MessagePair(
        Optional<ShownMessage> original,
        Optional<ShownMessage> replica,
        Finding finding,
        Basis basis,
        Set<String> differences) {

    /** By what two messages are taken for the same: the broker gives each its own id on either side. */
    public enum Basis {
        /** They were not. */
        NONE,
        /** The mark of the replica's message, which names the original's id: this is exact. */
        MARK,
        /** The id that the client gave it. */
        CLIENT_ID,
        /** It has none, and all that is shown is alike. */
        CONTENT
    }

    /** The one there is; the original's if there are both. */
    public ShownMessage any() {
        return original.or(this::replica).orElseThrow();
    }

    /** The same message after another reading has the same key. */
    public String key() {
        return original.map(message -> "original " + message.message().id())
                .orElseGet(() -> "replica " + any().message().id());
    }
}
