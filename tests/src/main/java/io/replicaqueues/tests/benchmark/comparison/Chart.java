// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/** One scenario as a picture: a bar for each setup's median, a line for its range. For one thread. */
final class Chart {

    private static final int WIDTH = 900;
    private static final int MARGIN = 20;
    private static final int NAMES = 100;
    private static final int NUMBERS = 150;
    private static final int ROW = 24;
    private static final int BAR = 14;
    private static final Color INK = new Color(0x24, 0x29, 0x2f);
    /** One for each setup of a scenario, in their order. */
    static final List<Color> COLOURS = List.of(
            new Color(0x8c, 0x95, 0x9f),
            new Color(0x09, 0x69, 0xda),
            new Color(0xbc, 0x4c, 0x00),
            new Color(0x1a, 0x7f, 0x37),
            new Color(0x82, 0x50, 0xdf));

    private final ScenarioResult result;
    private final Graphics2D pen;
    private final BufferedImage image;
    private int top = MARGIN;

    private Chart(ScenarioResult result) {
        this.result = result;
        List<Metric> metrics = result.metrics();
        int rows = 2 + metrics.size() * (2 + result.setups().size());
        image = new BufferedImage(WIDTH, 2 * MARGIN + rows * ROW, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, image.getHeight());
    }

    /** Writes a PNG. */
    static void write(ScenarioResult result, Path file) throws IOException {
        Chart chart = new Chart(result);
        chart.heading(result.scenario().id() + ": " + result.scenario().title(), 17);
        chart.heading(result.scenario().scale(), 13);
        result.metrics().forEach(chart::metric);
        chart.pen.dispose();
        ImageIO.write(chart.image, "png", file.toFile());
    }

    private void heading(String text, int size) {
        text(text, MARGIN, Font.BOLD, size);
        top += ROW;
    }

    private void metric(Metric metric) {
        heading(metric.label(), 13);
        List<Setup> setups = result.setups();
        double largest = setups.stream()
                .flatMap(setup -> result.values(setup, metric).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        for (int number = 0; number < setups.size(); number++) {
            Optional<Summary> summary = result.summary(setups.get(number), metric);
            if (summary.isPresent()) {
                text(setups.get(number).label(), MARGIN, Font.PLAIN, 13);
                bar(summary.get(), largest, COLOURS.get(number), metric);
            }
            top += ROW;
        }
        top += ROW;
    }

    private void bar(Summary summary, double largest, Color colour, Metric metric) {
        int room = WIDTH - 2 * MARGIN - NAMES - NUMBERS;
        double scale = largest <= 0 ? 0 : room / largest;
        int left = MARGIN + NAMES;
        pen.setColor(colour);
        pen.fillRect(left, top + 4, (int) (Math.max(0, summary.median()) * scale), BAR);
        pen.setColor(INK);
        pen.setStroke(new BasicStroke(1.5f));
        int middle = top + 4 + BAR / 2;
        pen.drawLine(
                left + (int) (Math.max(0, summary.min()) * scale),
                middle,
                left + (int) (Math.max(0, summary.max()) * scale),
                middle);
        String number = String.format(Locale.ROOT, "%,." + metric.decimals() + "f", summary.median());
        text(number, left + room + MARGIN, Font.PLAIN, 13);
    }

    private void text(String text, int left, int style, int size) {
        pen.setFont(new Font(Font.SANS_SERIF, style, size));
        pen.setColor(INK);
        pen.drawString(text, left, top + ROW - 8);
    }
}
