// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.model.messages.MessagePair.Basis;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A page of an original beside the same page of its replica. For one thread. A message that is not on the other page
 * is looked for in the whole other queue before anything is said about it.
 */
final class Comparison {

    private final List<ShownMessage> original;
    private final List<ShownMessage> replica;
    private final Pairing pages;
    private final List<ShownMessage> onlyInOriginal;
    private final List<ShownMessage> onlyInReplica;

    /**
     * What is known of a queue as a whole.
     *
     * @param search what was found there
     * @param hasHidden whether it has messages that cannot be browsed, or may have
     */
    record Whole(Search search, boolean hasHidden) {}

    Comparison(List<ShownMessage> original, List<ShownMessage> replica) {
        this.original = original;
        this.replica = replica;
        this.pages = Pairing.of(original, replica);
        this.onlyInOriginal =
                original.stream().filter(message -> pages.of(message) == null).toList();
        this.onlyInReplica =
                replica.stream().filter(message -> pages.of(message) == null).toList();
    }

    /** Messages of the original's page that are to be looked for in the whole replica. */
    List<ShownMessage> onlyInOriginal() {
        return onlyInOriginal;
    }

    /** Messages of the replica's page that are to be looked for in the whole original. */
    List<ShownMessage> onlyInReplica() {
        return onlyInReplica;
    }

    /** A page with nothing beside it. */
    static List<MessagePair> alone(List<ShownMessage> page, boolean isReplica) {
        return page.stream()
                .map(message -> pair(message, isReplica, Finding.ALONE))
                .toList();
    }

    /**
     * What is to be said of every message: those of the original in its order, and each that only the replica shows
     * after the one that it follows there.
     */
    List<MessagePair> conclude(Whole wholeOriginal, Whole wholeReplica, Judgement judgement) {
        Pairing inReplica = Pairing.of(onlyInOriginal, others(wholeReplica, replica));
        Pairing inOriginal = Pairing.of(others(wholeOriginal, original), onlyInReplica);
        IdentityHashMap<ShownMessage, List<ShownMessage>> followers = followers();
        List<MessagePair> pairs = new ArrayList<>();
        for (ShownMessage message : original) {
            pairs.add(ofOriginal(message, inReplica.of(message), wholeReplica, judgement));
            for (ShownMessage follower : followers.getOrDefault(message, List.of())) {
                pairs.add(ofReplica(follower, inOriginal.of(follower), wholeOriginal, judgement));
            }
        }
        List<MessagePair> first = followers.getOrDefault(null, List.of()).stream()
                .map(message -> ofReplica(message, inOriginal.of(message), wholeOriginal, judgement))
                .toList();
        pairs.addAll(0, first);
        return pairs;
    }

    /** The messages that only the replica shows, by the original's message before them; null: there is none. */
    private IdentityHashMap<ShownMessage, List<ShownMessage>> followers() {
        IdentityHashMap<ShownMessage, List<ShownMessage>> followers = new IdentityHashMap<>();
        ShownMessage before = null;
        for (ShownMessage message : replica) {
            Pairing.Match match = pages.of(message);
            if (match != null) {
                before = match.original();
            } else {
                followers.computeIfAbsent(before, any -> new ArrayList<>()).add(message);
            }
        }
        return followers;
    }

    private MessagePair ofOriginal(
            ShownMessage message, Pairing.Match elsewhere, Whole wholeReplica, Judgement judgement) {
        Pairing.Match match = pages.of(message);
        if (match != null) {
            return pair(match, Finding.SAME);
        }
        if (elsewhere != null) {
            return pair(elsewhere, Finding.OTHER_PAGE);
        }
        MessagePair lacking = pair(message, false, Finding.MISSING);
        return pair(message, false, judgement.of(lacking.key(), wholeReplica, Finding.MISSING));
    }

    private static MessagePair ofReplica(
            ShownMessage message, Pairing.Match elsewhere, Whole wholeOriginal, Judgement judgement) {
        if (elsewhere != null) {
            return pair(elsewhere, Finding.OTHER_PAGE);
        }
        MessagePair lacking = pair(message, true, Finding.UNEXPECTED);
        return pair(message, true, judgement.of(lacking.key(), wholeOriginal, Finding.UNEXPECTED));
    }

    /** What the search found besides the messages of the page. */
    private static List<ShownMessage> others(Whole whole, List<ShownMessage> page) {
        Set<String> onPage =
                page.stream().map(message -> message.message().id()).collect(Collectors.toSet());
        return whole.search().found().stream()
                .filter(message -> !onPage.contains(message.message().id()))
                .toList();
    }

    private static MessagePair pair(ShownMessage message, boolean isReplica, Finding finding) {
        Optional<ShownMessage> here = Optional.of(message);
        return new MessagePair(
                isReplica ? Optional.empty() : here,
                isReplica ? here : Optional.empty(),
                finding,
                Basis.NONE,
                Set.of());
    }

    private static MessagePair pair(Pairing.Match match, Finding alike) {
        return new MessagePair(
                Optional.of(match.original()),
                Optional.of(match.replica()),
                match.differences().isEmpty() ? alike : Finding.DIFFERENT,
                match.basis(),
                match.differences());
    }
}
