// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Backlog over time as a picture: a line for each round of each setup, in the setup's colour. For one thread. */
final class BacklogChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int LEFT = 90;
    private static final int TOP = 70;
    private static final int MARGIN = 40;
    private static final Color INK = new Color(0x24, 0x29, 0x2f);

    private final ScenarioResult result;
    private final double seconds;
    private final double changes;
    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D pen = image.createGraphics();

    private BacklogChart(ScenarioResult result) {
        this.result = result;
        List<Backlog.Point> points = result.rounds().values().stream()
                .flatMap(List::stream)
                .flatMap(measurement -> measurement.backlog().stream())
                .toList();
        seconds = points.stream().mapToDouble(Backlog.Point::seconds).max().orElse(1);
        changes = Math.max(
                1, points.stream().mapToLong(Backlog.Point::changes).max().orElse(1));
    }

    /** Whether there is anything to be drawn. */
    static boolean isOf(ScenarioResult result) {
        return result.rounds().values().stream()
                .flatMap(List::stream)
                .anyMatch(measurement -> !measurement.backlog().isEmpty());
    }

    /** Writes a PNG. */
    static void write(ScenarioResult result, Path file) throws IOException {
        BacklogChart chart = new BacklogChart(result);
        chart.draw();
        chart.pen.dispose();
        ImageIO.write(chart.image, "png", file.toFile());
    }

    private void draw() {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        text(result.scenario().heading(), MARGIN, 28, Font.BOLD, 15);
        axes();
        List<Setup> setups = result.setups();
        for (int number = 0; number < setups.size(); number++) {
            Color colour = Chart.COLOURS.get(number);
            pen.setColor(colour);
            pen.fillRect(MARGIN + 110 * number, 42, 12, 12);
            text(setups.get(number).label(), MARGIN + 110 * number + 18, 53, Font.PLAIN, 13);
            pen.setColor(colour);
            pen.setStroke(new BasicStroke(1.5f));
            result.rounds().get(setups.get(number)).forEach(measurement -> line(measurement.backlog()));
        }
    }

    private void axes() {
        pen.setColor(INK);
        pen.drawLine(LEFT, TOP, LEFT, HEIGHT - MARGIN);
        pen.drawLine(LEFT, HEIGHT - MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN);
        text(String.format(Locale.ROOT, "%,.0f", changes), MARGIN / 2, TOP + 12, Font.PLAIN, 12);
        text("changes", MARGIN / 2, TOP + 28, Font.PLAIN, 12);
        text("0", LEFT - 14, HEIGHT - MARGIN + 4, Font.PLAIN, 12);
        text(String.format(Locale.ROOT, "%.1f s", seconds), WIDTH - 2 * MARGIN, HEIGHT - MARGIN / 2, Font.PLAIN, 12);
    }

    private void line(List<Backlog.Point> points) {
        Path2D line = new Path2D.Double();
        line.moveTo(LEFT, HEIGHT - MARGIN);
        for (Backlog.Point point : points) {
            line.lineTo(
                    LEFT + point.seconds() / seconds * (WIDTH - MARGIN - LEFT),
                    HEIGHT - MARGIN - point.changes() / changes * (HEIGHT - MARGIN - TOP));
        }
        pen.draw(line);
    }

    private void text(String text, int left, int top, int style, int size) {
        pen.setFont(new Font(Font.SANS_SERIF, style, size));
        pen.setColor(INK);
        pen.drawString(text, left, top);
    }
}
