// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import io.replicaqueues.console.connection.BrowsedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** As much of a body as the broker's management shows. Immutable, its bytes by agreement: any thread may call it. */
public final class ShownBody {

    private static final int TEXT = 3;
    private static final String COMPRESSED = "_AMQ_LARGE_COMPRESSED";
    private static final List<String> EMPTY_IN_AMQP = List.of("null", "AmqpValue{null}");

    private final Extent extent;
    private final Optional<String> text;
    private final byte[] bytes;
    private final long length;

    /** How much is shown. */
    public enum Extent {
        /** All of it. */
        WHOLE,
        /** The beginning. */
        PART,
        /** The beginning or all: the broker does not say which. */
        PERHAPS_PART,
        /** Nothing: it is stored as a large message, whose body the broker does not show. */
        LARGE,
        /** Nothing: the client compressed it. */
        COMPRESSED
    }

    private ShownBody(Extent extent, Optional<String> text, byte[] bytes, long length) {
        this.extent = extent;
        this.text = text;
        this.bytes = bytes;
        this.length = length;
    }

    static ShownBody of(BrowsedMessage message, OptionalLong limit) {
        if (message.large()) {
            return nothing(Extent.LARGE);
        }
        if (message.properties().containsKey(COMPRESSED)) {
            return nothing(Extent.COMPRESSED);
        }
        return message.text().map(text -> ofText(message, text)).orElseGet(() -> ofBytes(message, limit));
    }

    /** How much of it this is. */
    public Extent extent() {
        return extent;
    }

    /** The text, if it is one. */
    public Optional<String> text() {
        return text;
    }

    /** The bytes, of a text those in UTF-8. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Of the whole body where that is known, in characters of a text or in bytes; else -1. */
    public long length() {
        return length;
    }

    /** Whether the bodies are the same as far as both are shown. */
    boolean canBeTheSameAs(ShownBody other) {
        if (isHidden() || other.isHidden()) {
            return true;
        }
        if (text.isPresent() && other.text.isPresent()) {
            return preview().isLike(other.preview());
        }
        if (length >= 0 && other.length >= 0 && length != other.length) {
            return false;
        }
        int both = Math.min(bytes.length, other.bytes.length);
        boolean isEqualSoFar = Arrays.equals(bytes, 0, both, other.bytes, 0, both);
        boolean isSameLength = bytes.length == other.bytes.length;
        return isEqualSoFar && (isSameLength || shorter(other).extent != Extent.WHOLE);
    }

    /** Whether nothing of it is shown. */
    public boolean isHidden() {
        return switch (extent) {
            case WHOLE, PART, PERHAPS_PART -> false;
            case LARGE, COMPRESSED -> true;
        };
    }

    /** The text, if it is one, and how much of it is not shown. */
    Preview preview() {
        return new Preview(text.orElseThrow(), left());
    }

    private ShownBody shorter(ShownBody other) {
        return bytes.length < other.bytes.length ? this : other;
    }

    private long left() {
        return length - text.map(String::length).orElse(bytes.length);
    }

    private static ShownBody nothing(Extent extent) {
        return new ShownBody(extent, Optional.empty(), new byte[0], -1);
    }

    private static ShownBody ofText(BrowsedMessage message, String shown) {
        Preview preview = Preview.of(shown);
        Extent extent = preview.isWhole() ? Extent.WHOLE : Extent.PART;
        if (message.type() != TEXT && EMPTY_IN_AMQP.contains(shown)) {
            return new ShownBody(Extent.WHOLE, Optional.empty(), new byte[0], 0);
        }
        Optional<byte[]> data = message.type() == TEXT ? Optional.empty() : AmqpData.bytes(preview);
        if (data.isPresent()) {
            return new ShownBody(extent, Optional.empty(), data.get(), preview.isWhole() ? data.get().length : -1);
        }
        String text = preview.text();
        return new ShownBody(
                extent, Optional.of(text), text.getBytes(StandardCharsets.UTF_8), text.length() + preview.left());
    }

    private static ShownBody ofBytes(BrowsedMessage message, OptionalLong limit) {
        byte[] bytes = new byte[message.body().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = message.body().get(i);
        }
        // A broker cuts bytes without a remark.
        boolean isWhole = bytes.length == 0 || (limit.isPresent() && bytes.length < limit.getAsLong());
        return new ShownBody(
                isWhole ? Extent.WHOLE : Extent.PERHAPS_PART, Optional.empty(), bytes, isWhole ? bytes.length : -1);
    }
}
