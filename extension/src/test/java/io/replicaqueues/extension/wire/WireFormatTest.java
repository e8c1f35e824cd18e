// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The frames that {@code docs/architecture.md} shows byte by byte are what is written and read. */
class WireFormatTest {

    private static final FeedPosition POSITION = new FeedPosition(
            7, 4, 0, 1, 5, false, false, true, new Digest(3, 0x1122334455667788L, 0x99aabbccddeeff00L));
    private static final long FINGERPRINT = 0x0102030405060708L;

    @Test
    void aWelcomeIsAsItIsShown() throws Exception {
        Welcome welcome = new Welcome("n1", 42, "a7", 4_096, 1_000, "orders", "{}", 3);
        ByteBuf written = Unpooled.buffer();
        welcome.write(written);

        String shown = shown("Welcome");

        assertEquals(ByteBufUtil.hexDump(written), shown);
        assertEquals(welcome, read(shown));
    }

    @Test
    void changesAreAsTheyAreShown() throws Exception {
        ByteBuf written = Unpooled.buffer();
        ChangesWriter writer = new ChangesWriter(written, Roaring64Bitmap.bitmapOf(5, 6, 7));
        writer.addition(9, FINGERPRINT, out -> out.writeShort(0xcafe));
        writer.finish(POSITION);

        String shown = shown("Changes");

        assertEquals(ByteBufUtil.hexDump(written), shown);
        assertEquals(POSITION, assertInstanceOf(Changes.class, read(shown)).position());
    }

    @Test
    void aManifestIsAsItIsShown() throws Exception {
        Manifest manifest = new Manifest(77, true, List.of(new Manifest.Entry(9, FINGERPRINT)));
        ByteBuf written = Unpooled.buffer();
        manifest.write(written);

        String shown = shown("Manifest");

        assertEquals(ByteBufUtil.hexDump(written), shown);
        assertEquals(manifest, read(shown));
    }

    @Test
    void aFarewellIsAsItIsShown() throws Exception {
        Farewell farewell = new Farewell(Farewell.Reason.DELETED, "gone");
        ByteBuf written = Unpooled.buffer();
        farewell.write(written);

        String shown = shown("Farewell");

        assertEquals(ByteBufUtil.hexDump(written), shown);
        assertEquals(farewell, read(shown));
    }

    private static Frame read(String hex) throws Exception {
        return Frame.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    /** The bytes of an example, whose offsets and sizes must be those that are told. */
    private static String shown(String frame) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (List<String> row : table("**" + frame + "**")) {
            int bytes = row.get(3).length() / 2;
            if (row.get(0).matches("\\d+")) {
                assertEquals(hex.length() / 2, Integer.parseInt(row.get(0)), row::toString);
            }
            int told = Integer.parseInt(row.get(1).replace(" + n", ""));
            assertFalse(row.get(1).endsWith("n") ? bytes < told : bytes != told, row::toString);
            hex.append(row.get(3));
        }
        return hex.toString();
    }

    /** The rows of the first table behind a text, without the quotes of code. */
    private static List<List<String>> table(String sign) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "architecture.md"));
        return text.substring(text.indexOf(sign))
                .lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(row -> Arrays.stream(row.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .toList();
    }
}
