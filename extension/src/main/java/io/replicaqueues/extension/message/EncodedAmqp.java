// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import io.netty.buffer.ByteBuf;
import io.replicaqueues.extension.wire.WireException;

/**
 * Walks over values of AMQP 1.0 without decoding them, so that a decoder which believes their sizes and counts takes
 * neither more memory than the bytes are worth nor more stack than a thread has. For one thread.
 *
 * <p>The upper four bits of a constructor tell the form: {@code 4} to {@code 9} have 0, 1, 2, 4, 8 or 16 bytes, {@code a}
 * and {@code b} a size and as many bytes, {@code c} and {@code d} a size, a count and as many values, {@code e} and
 * {@code f} a size, a count, one constructor and as many contents. A {@code 0x00} is followed by a descriptor and a value.
 */
final class EncodedAmqp {

    /** No client nests so deep; a broker that decodes some thousand levels runs out of stack. */
    static final int DEEPEST = 256;

    /** Elements of arrays that take no byte each, over those that the size of the value allows anyway. */
    private static final int ELEMENTS_FOR_NOTHING = 1_024;

    private static final int DESCRIBED = 0x00;
    private static final int ULONG_0 = 0x44;
    private static final int SMALL_ULONG = 0x53;
    private static final int ULONG = 0x80;
    private static final int SYMBOL_8 = 0xa3;
    private static final int SYMBOL_32 = 0xb3;

    private static final long FIRST_SECTION = 0x70;
    private static final long MESSAGE_ANNOTATIONS = 0x72;
    private static final long APPLICATION_PROPERTIES = 0x74;
    private static final long FOOTER = 0x78;
    /** Stands for every descriptor that is no number: what it describes may be a section in front of the body. */
    private static final long NAMED = -1;

    private final ByteBuf in;
    private int elementsForNothing;

    /** @param in where the values are to be read from its reader index on */
    EncodedAmqp(ByteBuf in) {
        this.in = in;
        this.elementsForNothing = in.readableBytes() + ELEMENTS_FOR_NOTHING;
    }

    /**
     * Walks over the sections that the broker decodes, up to the body, which is the clients' business. What is neither is
     * refused: the broker takes it for a body when it first looks, and decodes it when it searches for annotations.
     *
     * @param end index behind the message
     */
    void sections(int end) throws WireException {
        while (in.readerIndex() < end) {
            int constructor = in.readUnsignedByte();
            if (constructor != DESCRIBED) {
                throw new WireException("a value of type " + constructor + " stands in place of a section");
            }
            long descriptor = sectionDescriptor();
            if (descriptor != NAMED && (descriptor < FIRST_SECTION || descriptor > FOOTER)) {
                throw new WireException("no section is known by the number " + descriptor);
            }
            if (descriptor > APPLICATION_PROPERTIES) {
                return;
            }
            value(0);
            if (in.readerIndex() > end) {
                throw new WireException("a section is longer than its message");
            }
            if (descriptor == APPLICATION_PROPERTIES) {
                return;
            }
        }
    }

    /**
     * The section of the message annotations, as far as it stands where the specification wants it; empty if there is none.
     *
     * @param end index behind the message
     */
    ByteBuf messageAnnotations(int end) throws WireException {
        while (in.readerIndex() < end && in.readUnsignedByte() == DESCRIBED) {
            long descriptor = sectionDescriptor();
            if (descriptor > MESSAGE_ANNOTATIONS) {
                break;
            }
            int start = in.readerIndex();
            value(0);
            if (descriptor == MESSAGE_ANNOTATIONS) {
                return in.slice(start, in.readerIndex() - start);
            }
        }
        return in.slice(in.readerIndex(), 0);
    }

    private long sectionDescriptor() throws WireException {
        int constructor = in.readUnsignedByte();
        return switch (constructor) {
            case ULONG_0 -> 0;
            case SMALL_ULONG -> in.readUnsignedByte();
            case ULONG -> Math.max(0, in.readLong());
            case SYMBOL_8, SYMBOL_32 -> {
                content(constructor, 0);
                yield NAMED;
            }
            default -> throw new WireException("a section has a descriptor of type " + constructor);
        };
    }

    /** Walks over one value. */
    void value() throws WireException {
        value(0);
    }

    private void value(int depth) throws WireException {
        int constructor = in.readUnsignedByte();
        if (constructor == DESCRIBED) {
            value(deeper(depth));
            value(deeper(depth));
        } else {
            content(constructor, depth);
        }
    }

    private static int deeper(int depth) throws WireException {
        if (depth == DEEPEST) {
            throw new WireException("values are nested more than " + DEEPEST + " deep");
        }
        return depth + 1;
    }

    private void content(int constructor, int depth) throws WireException {
        switch (constructor >>> 4) {
            case 0x4, 0x5, 0x6, 0x7, 0x8, 0x9 -> in.skipBytes(width(constructor));
            case 0xa -> in.skipBytes(in.readUnsignedByte());
            case 0xb -> in.skipBytes(length());
            case 0xc -> {
                int end = in.readUnsignedByte() + in.readerIndex();
                values(in.readUnsignedByte(), end, depth);
            }
            case 0xd -> {
                int end = length() + in.readerIndex();
                values(in.readInt(), end, depth);
            }
            case 0xe -> {
                int end = in.readUnsignedByte() + in.readerIndex();
                elements(in.readUnsignedByte(), end, depth);
            }
            case 0xf -> {
                int end = length() + in.readerIndex();
                elements(in.readInt(), end, depth);
            }
            default -> throw new WireException("a value has the unknown type " + constructor);
        }
    }

    private static int width(int constructor) {
        int form = constructor >>> 4;
        return form == 0x4 ? 0 : 1 << (form - 0x5);
    }

    private void values(int count, int end, int depth) throws WireException {
        requireCount(count, end - in.readerIndex());
        for (int i = 0; i < count; i++) {
            value(deeper(depth));
        }
        requireAt(end);
    }

    private void elements(int count, int end, int depth) throws WireException {
        int constructor = in.readUnsignedByte();
        if (constructor == DESCRIBED) {
            value(deeper(depth));
            constructor = in.readUnsignedByte();
        }
        if (constructor >>> 4 == 0x4) {
            requireCount(count, elementsForNothing);
            elementsForNothing -= count;
        } else {
            requireCount(count, end - in.readerIndex());
            for (int i = 0; i < count; i++) {
                content(constructor, deeper(depth));
            }
        }
        requireAt(end);
    }

    private int length() throws WireException {
        int length = in.readInt();
        requireCount(length, in.readableBytes());
        return length;
    }

    private static void requireCount(int count, int most) throws WireException {
        if (count < 0 || count > most) {
            throw new WireException("a value of size or count " + count + " stands where there is room for " + most);
        }
    }

    private void requireAt(int end) throws WireException {
        if (in.readerIndex() != end) {
            throw new WireException("a value does not end where its size says");
        }
    }
}
