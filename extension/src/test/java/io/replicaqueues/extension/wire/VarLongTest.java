// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarLongTest {

    @Property
    void aNumberIsReadBackAndNothingIsLeft(@ForAll @LongRange(min = 0) long value) throws Exception {
        ByteBuf buffer = Unpooled.buffer();
        VarLong.write(buffer, value);

        assertEquals(value, VarLong.read(buffer));
        assertFalse(buffer.isReadable());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "2147483648, 8080808008",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void aNumberTakesOneByteForEverySevenBits(long value, String hex) {
        ByteBuf buffer = Unpooled.buffer();
        VarLong.write(buffer, value);

        assertEquals(hex, ByteBufUtil.hexDump(buffer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "ffff", "ffffffffffffffff", "ffffffffffffffffff01"})
    void aNumberThatBreaksOffOrIsTooLongIsRefused(String hex) {
        ByteBuf buffer = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThrows(WireException.class, () -> VarLong.read(buffer));
    }
}
