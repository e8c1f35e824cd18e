// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.BrowsedMessage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A message as far as its broker shows it. Immutable: any thread may call it.
 *
 * @param message what the broker says of it
 * @param limit of bytes of a body that the broker shows, if known
 * @param originalId the id on the original's broker, where the mark of a replica's message can be read
 */
public record ShownMessage(BrowsedMessage message, OptionalLong limit, Optional<String> originalId) {

    private static final String APPLICATION = "applicationProperties.";
    /** What a broker notes on a message in its queue: no part of what its producer sent. */
    private static final String OF_THE_BROKER = "extraProperties.";
    /** Where messages are to go in a cluster, and the mark of a replica; the broker shows no readable value of them. */
    private static final String ROUTES = "_AMQ_ROUTE_TO";
    /** Set on delivery and forgotten on a restart: a verification does not compare them either. */
    private static final Set<String> PASSING = Set.of("JMS_AMQP_ContentType", "_AMQ_SCHED_DELIVERY");

    /** Differences are named by these, or by {@link #PROPERTY} and the name of a property. */
    public static final String PROPERTY = "property ";

    static final String USER_ID = "userId";
    static final String TYPE = "type";
    static final String PRIORITY = "priority";
    static final String TIMESTAMP = "timestamp";
    static final String EXPIRATION = "expiration";
    static final String DURABLE = "durable";
    static final String BODY = "body";

    /** A property as it is shown. Immutable. */
    public record Property(String value, long charactersLeft) {}

    /** The id that its client gave it; empty if none. */
    public String userId() {
        return message.userId();
    }

    /** Properties by name, without what is the broker's own routing. */
    public SortedMap<String, Property> properties() {
        SortedMap<String, Property> properties = new TreeMap<>();
        message.properties().forEach((name, value) -> {
            String plain = withoutPrefix(withoutPrefix(name, APPLICATION), OF_THE_BROKER);
            if (!plain.startsWith(ROUTES)) {
                Preview preview = Preview.of(value);
                properties.put(withoutPrefix(name, APPLICATION), new Property(preview.text(), preview.left()));
            }
        });
        return Collections.unmodifiableSortedMap(properties);
    }

    /** Its body, as far as it is shown. */
    public ShownBody body() {
        return ShownBody.of(message, limit);
    }

    /**
     * What of the producer's message is shown differently. Not compared are ids and sizes, which are the queue's, and
     * what the broker cut off.
     */
    public Set<String> differencesTo(ShownMessage other) {
        BrowsedMessage here = message;
        BrowsedMessage there = other.message;
        Set<String> different = new TreeSet<>();
        note(different, USER_ID, here.userId(), there.userId());
        note(different, TYPE, here.type(), there.type());
        note(different, PRIORITY, here.priority(), there.priority());
        note(different, TIMESTAMP, here.timestamp(), there.timestamp());
        note(different, EXPIRATION, here.expiration(), there.expiration());
        note(different, DURABLE, here.durable(), there.durable());
        if (!body().canBeTheSameAs(other.body())) {
            different.add(BODY);
        }
        different.addAll(differentProperties(other));
        return different;
    }

    private Set<String> differentProperties(ShownMessage other) {
        Map<String, Preview> here = compared();
        Map<String, Preview> there = other.compared();
        Set<String> names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        names.removeIf(name -> here.containsKey(name)
                && there.containsKey(name)
                && here.get(name).isLike(there.get(name)));
        Set<String> different = new TreeSet<>();
        names.forEach(name -> different.add(PROPERTY + withoutPrefix(name, APPLICATION)));
        return different;
    }

    /** What of it is always shown as a whole and compared. */
    List<Object> fixed() {
        return List.of(
                message.userId(),
                message.type(),
                message.priority(),
                message.timestamp(),
                message.expiration(),
                message.durable());
    }

    /** Its properties as far as they are compared. */
    Map<String, Preview> compared() {
        Map<String, Preview> compared = new TreeMap<>();
        message.properties().forEach((name, value) -> {
            if (!name.startsWith(OF_THE_BROKER) && !name.startsWith(ROUTES) && !PASSING.contains(name)) {
                compared.put(name, Preview.of(value));
            }
        });
        return compared;
    }

    private static void note(Set<String> different, String name, Object here, Object there) {
        if (!Objects.equals(here, there)) {
            different.add(name);
        }
    }

    private static String withoutPrefix(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
