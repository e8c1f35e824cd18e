// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tells quickly which messages cannot be alike. For one thread.
 *
 * <p>Of a text that may be cut only so much is looked at as is shown of every one that is cut: two previews of the same
 * text have the same beginning of that length.
 */
final class Digests {

    private final IdentityHashMap<ShownMessage, Digest> digests = new IdentityHashMap<>();

    /**
     * What a message is made of, as numbers.
     *
     * @param head of all but its body
     * @param body of its body
     * @param kind of the body: those of two kinds are not compared here
     */
    private record Digest(int head, int body, Kind kind) {

        boolean canBeLike(Digest other) {
            boolean isBodyCompared = kind == other.kind && kind != Kind.HIDDEN;
            return head == other.head && (!isBodyCompared || body == other.body);
        }
    }

    private enum Kind {
        TEXT,
        BYTES,
        HIDDEN
    }

    /** A message taken apart, once. */
    private record Parts(ShownMessage shown, Map<String, Preview> properties, ShownBody body) {

        static Parts of(ShownMessage shown) {
            return new Parts(shown, shown.compared(), shown.body());
        }

        Kind kind() {
            if (body.isHidden()) {
                return Kind.HIDDEN;
            }
            return body.text().isPresent() ? Kind.TEXT : Kind.BYTES;
        }
    }

    private Digests() {}

    static Digests of(List<ShownMessage> original, List<ShownMessage> replica) {
        List<Parts> all = Stream.concat(original.stream(), replica.stream())
                .map(Parts::of)
                .toList();
        int ofProperty = shortest(all.stream()
                .map(Parts::properties)
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(value -> !value.isWhole())
                .map(value -> value.text().length()));
        int ofText = shortest(all.stream()
                .filter(parts -> parts.kind() == Kind.TEXT)
                .map(Parts::body)
                .filter(body -> !body.preview().isWhole())
                .map(body -> body.preview().text().length()));
        int ofBytes = shortest(all.stream()
                .filter(parts -> parts.kind() == Kind.BYTES)
                .map(Parts::body)
                .filter(body -> body.extent() != ShownBody.Extent.WHOLE)
                .map(body -> body.bytes().length));
        Digests digests = new Digests();
        all.forEach(parts -> {
            Kind kind = parts.kind();
            int body = switch (kind) {
                case TEXT -> hash(parts.body().preview(), ofText);
                case BYTES -> hash(parts.body().bytes(), ofBytes);
                case HIDDEN -> 0;
            };
            digests.digests.put(parts.shown(), new Digest(head(parts, ofProperty), body, kind));
        });
        return digests;
    }

    /** Whether two of these messages can be alike: if not, they are not. */
    boolean canBeAlike(ShownMessage one, ShownMessage other) {
        return digests.get(one).canBeLike(digests.get(other));
    }

    private static int shortest(Stream<Integer> lengths) {
        return lengths.mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
    }

    private static int head(Parts parts, int shown) {
        int properties = parts.properties().entrySet().stream()
                .mapToInt(each -> Objects.hash(each.getKey(), hash(each.getValue(), shown)))
                .sum();
        return Objects.hash(parts.shown().fixed(), properties);
    }

    private static int hash(Preview preview, int shown) {
        String text = preview.text();
        return Objects.hash(text.length() + preview.left(), text.substring(0, Math.min(text.length(), shown)));
    }

    private static int hash(byte[] bytes, int shown) {
        return Arrays.hashCode(bytes.length <= shown ? bytes : Arrays.copyOf(bytes, shown));
    }
}
