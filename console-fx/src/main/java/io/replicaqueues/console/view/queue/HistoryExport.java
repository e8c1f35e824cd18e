// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.Sample;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javax.imageio.ImageIO;

/** Writes what charts show into files. Any thread may call it. */
final class HistoryExport {

    private static final String HEADING = "time,original_depth,replica_depth,difference,lag_ms";

    private HistoryExport() {}

    /** Writes samples as comma-separated values for any program: times in ISO 8601, what is unknown left empty. */
    static void csv(List<Sample> samples, ZoneId zone, Path file) throws IOException {
        StringBuilder lines = new StringBuilder(HEADING).append("\r\n");
        for (Sample sample : samples) {
            lines.append(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(Instant.ofEpochMilli(sample.millis())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .atZone(zone)))
                    .append(',')
                    .append(known(sample.originalDepth()))
                    .append(',')
                    .append(known(sample.replicaDepth()))
                    .append(',')
                    .append(sample.hasDifference() ? sample.difference() : "")
                    .append(',')
                    .append(known(sample.lagMillis()))
                    .append("\r\n");
        }
        Files.writeString(file, lines, StandardCharsets.UTF_8);
    }

    private static String known(long value) {
        return value < 0 ? "" : Long.toString(value);
    }

    /** Writes an image. */
    static void png(Image image, Path file) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        copy.setRGB(0, 0, width, height, pixels, 0, width);
        try (OutputStream out = Files.newOutputStream(file)) {
            if (!ImageIO.write(copy, "png", out)) {
                throw new IOException("This Java cannot write PNG");
            }
        }
    }
}
