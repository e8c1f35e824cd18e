// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.netty.buffer.ByteBuf;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.utils.DataConstants;
import org.apache.activemq.artemis.utils.collections.TypedProperties;

/**
 * The part of a {@link Fingerprint} that covers the properties of a Core message, whatever their order, which differs
 * between brokers; stateless, safe on any thread. Every message passes here on both brokers: properties are hashed as they are
 * encoded, without an object for each.
 */
final class PropertiesFingerprint {

    /** The broker notes it on a Core message when it converts it for an AMQP consumer. */
    private static final SimpleString SET_ON_DELIVERY = SimpleString.of("JMS_AMQP_ContentType");
    /** Gone from memory, but not from the journal, when the broker has restarted after the message became due. */
    private static final SimpleString FORGOTTEN_ON_RESTART = Message.HDR_SCHEDULED_DELIVERY_TIME;

    private static final Hasher64 HASHER = Hashing.xxh3_64();

    /** Among so many each is compared with those before it: of equal names only the last counts. */
    private static final int FEW = 16;

    private static final long OF_BYTES = 1;
    private static final long OF_TEXT = 2;
    private static final long OF_BYTE = numberOf(Byte.class);
    private static final long OF_SHORT = numberOf(Short.class);
    private static final long OF_INTEGER = numberOf(Integer.class);
    private static final long OF_LONG = numberOf(Long.class);
    private static final long OF_FLOAT = numberOf(Float.class);
    private static final long OF_DOUBLE = numberOf(Double.class);
    private static final long TRUE = ofCharacters(true);
    private static final long FALSE = ofCharacters(false);

    private PropertiesFingerprint() {}

    static long of(CoreMessage message) {
        if (message.isLargeMessage()) {
            return ofDecoded(message.getProperties());
        }
        // As the broker does where it searches: the message could be encoded anew meanwhile.
        synchronized (message) {
            ByteBuf in = EncodedProperties.encoded(message);
            EncodedProperties.skipHeaders(in);
            if (in.readByte() == DataConstants.NULL) {
                return 0;
            }
            int count = in.readInt();
            long[] names = new long[Math.min(count, FEW)];
            return in.hasArray() && count <= FEW && readNames(in.duplicate(), names)
                    ? ofEncoded(in, names)
                    : ofDecoded(EncodedProperties.decoded(message));
        }
    }

    /** Hashes the names; returns whether they differ. */
    private static boolean readNames(ByteBuf in, long[] names) {
        for (int i = 0; i < names.length; i++) {
            int length = in.readInt();
            names[i] = hashOf(in, length);
            for (int before = 0; before < i; before++) {
                if (names[before] == names[i]) {
                    return false;
                }
            }
            in.skipBytes(EncodedProperties.sizeOf(in.readByte(), in));
        }
        return true;
    }

    private static long ofEncoded(ByteBuf in, long[] names) {
        long sum = 0;
        for (long name : names) {
            int length = in.readInt();
            int at = in.readerIndex();
            in.skipBytes(length);
            long value = valueOf(in);
            if (!isOmitted(in, at, length)) {
                sum += Fingerprint.combined(name, value);
            }
        }
        return sum;
    }

    private static boolean isOmitted(ByteBuf in, int at, int length) {
        return OriginalId.PROPERTY.equals(in, at, length)
                || SET_ON_DELIVERY.equals(in, at, length)
                || FORGOTTEN_ON_RESTART.equals(in, at, length);
    }

    private static long valueOf(ByteBuf in) {
        byte type = in.readByte();
        return switch (type) {
            case DataConstants.NULL -> 0;
            case DataConstants.BOOLEAN -> in.readBoolean() ? TRUE : FALSE;
            case DataConstants.BYTE -> Fingerprint.combined(OF_BYTE, in.readByte());
            case DataConstants.SHORT -> Fingerprint.combined(OF_SHORT, in.readShort());
            case DataConstants.INT -> Fingerprint.combined(OF_INTEGER, in.readInt());
            case DataConstants.LONG -> Fingerprint.combined(OF_LONG, in.readLong());
            case DataConstants.FLOAT -> ofFloat(Float.intBitsToFloat(in.readInt()));
            case DataConstants.DOUBLE -> ofDouble(Double.longBitsToDouble(in.readLong()));
            case DataConstants.CHAR -> ofCharacters((char) in.readShort());
            case DataConstants.BYTES -> Fingerprint.combined(OF_BYTES, hashOf(in, in.readInt()));
            case DataConstants.STRING -> Fingerprint.combined(OF_TEXT, hashOf(in, in.readInt()));
            default -> throw new IllegalStateException("property of unknown type " + type);
        };
    }

    /** Reads and hashes so many bytes. */
    private static long hashOf(ByteBuf in, int length) {
        int at = in.readerIndex();
        in.skipBytes(length);
        return HASHER.hashBytesToLong(in.array(), in.arrayOffset() + at, length);
    }

    /** The same of properties that are decoded. */
    static long ofDecoded(TypedProperties properties) {
        long[] sum = new long[1];
        properties.forEach((name, value) -> {
            if (!name.equals(OriginalId.PROPERTY)
                    && !name.equals(SET_ON_DELIVERY)
                    && !name.equals(FORGOTTEN_ON_RESTART)) {
                sum[0] += Fingerprint.combined(HASHER.hashBytesToLong(name.getData()), ofValue(value));
            }
        });
        return sum[0];
    }

    private static long ofValue(Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof byte[] bytes) {
            return Fingerprint.combined(OF_BYTES, HASHER.hashBytesToLong(bytes));
        }
        if (value instanceof SimpleString string) {
            return Fingerprint.combined(OF_TEXT, HASHER.hashBytesToLong(string.getData()));
        }
        if (value instanceof Double number) {
            return ofDouble(number);
        }
        if (value instanceof Float number) {
            return ofFloat(number);
        }
        if (value instanceof Number number) {
            return Fingerprint.combined(numberOf(value.getClass()), number.longValue());
        }
        return ofCharacters(value);
    }

    /** All that are no numbers are one: the broker encodes them alike. */
    private static long ofFloat(float number) {
        return Fingerprint.combined(OF_FLOAT, Float.floatToIntBits(number));
    }

    /** All that are no numbers are one: the broker encodes them alike. */
    private static long ofDouble(double number) {
        return Fingerprint.combined(OF_DOUBLE, Double.doubleToLongBits(number));
    }

    private static long ofCharacters(Object value) {
        return Fingerprint.combined(numberOf(value.getClass()), HASHER.hashCharsToLong(value.toString()));
    }

    private static long numberOf(Class<?> type) {
        return type.getName().hashCode();
    }
}
