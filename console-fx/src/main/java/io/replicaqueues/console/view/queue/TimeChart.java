// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;

/**
 * Lines over time, with the values at a cursor. For the JavaFX thread. It is made of few shapes, which take their colours
 * from the style sheet; it draws once for each pulse in which something changed.
 */
final class TimeChart extends Region {

    private static final double LEFT = 66;
    private static final double RIGHT = 14;
    private static final double TOP = 24;
    private static final double BOTTOM = 20;
    private static final double BOTTOM_WITHOUT_TIMES = 7;
    private static final double GAP = 6;
    private static final double WIDTH_OF_TIME = 72;
    private static final double HEIGHT_OF_VALUE = 34;
    private static final double LEAST_HEIGHT = 72;
    private static final double WIDTH_OF_TITLE = 110;
    private static final double DOT = 3.5;

    private final TimeMarks timeMarks;
    private final Scaling scaling;
    private final boolean hasTimes;
    private final List<ChartLine> lines;
    private final Label title = new Label();
    private final HBox legend = new HBox();
    private final List<Label> legendValues = new ArrayList<>();
    private final Path grid = new Path();
    private final Group plot = new Group();
    private final List<Path> areas = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final List<Text> marks = new ArrayList<>();
    private final Line cursor = new Line();
    private final List<Circle> dots = new ArrayList<>();

    private View view = new View(List.of(), 0, 1, Optional.empty());

    /**
     * What a chart shows. Immutable.
     *
     * @param samples the oldest first
     * @param from the left edge, milliseconds since the epoch
     * @param to the right edge
     * @param at the sample at the cursor, if there is a cursor
     */
    record View(List<Sample> samples, long from, long to, Optional<Sample> at) {

        /** What the values beside the names are of: the cursor, or else the latest. */
        Optional<Sample> told() {
            return at.or(() -> samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(samples.size() - 1)));
        }
    }

    /** Chooses the scale for the values that there are, with about so many marks. */
    interface Scaling {
        Scale scale(long lowest, long highest, int marks);
    }

    /**
     * A chart of nothing yet.
     *
     * @param hasTimes whether the times are written at its time axis: not where another chart is right below
     */
    TimeChart(String name, TimeMarks timeMarks, Scaling scaling, boolean hasTimes, List<ChartLine> lines) {
        this.timeMarks = timeMarks;
        this.scaling = scaling;
        this.hasTimes = hasTimes;
        this.lines = lines;
        getStyleClass().add("time-chart");
        title.setText(name);
        title.getStyleClass().add("chart-title");
        legend.getStyleClass().add("chart-legend");
        legend.setAlignment(Pos.CENTER_RIGHT);
        grid.getStyleClass().add("chart-grid");
        cursor.getStyleClass().add("chart-cursor");
        getChildren().addAll(grid, plot, cursor, title, legend);
        // What is drawn while this is laid out must not ask for being laid out again.
        List.of(grid, plot, cursor).forEach(shape -> shape.setManaged(false));
        lines.forEach(this::add);
        setMinHeight(LEAST_HEIGHT);
    }

    private void add(ChartLine line) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("chart-swatch", line.style());
        Label value = new Label();
        Label name = new Label(line.name());
        if (lines.size() > 1) {
            // Which is which must be seen; of one alone the title says it.
            name.setMinWidth(USE_PREF_SIZE);
        }
        HBox item = new HBox(swatch, name, value);
        item.getStyleClass().add("chart-legend-item");
        value.getStyleClass().add("chart-value");
        value.setMinWidth(USE_PREF_SIZE);
        legendValues.add(value);
        legend.getChildren().add(item);
        Path area = new Path();
        area.getStyleClass().addAll("chart-area", line.style());
        areas.add(area);
        Path path = new Path();
        path.getStyleClass().addAll("chart-line", line.style());
        paths.add(path);
        // One line alone has an area; of two, either would hide the other.
        plot.getChildren().addAll(lines.size() == 1 ? List.of(area, path) : List.of(path));
        Circle dot = new Circle(DOT);
        dot.getStyleClass().addAll("chart-dot", line.style());
        dot.setManaged(false);
        dots.add(dot);
        getChildren().add(dot);
    }

    void show(View now) {
        view = now;
        for (int i = 0; i < lines.size(); i++) {
            legendValues.get(i).setText(value(lines.get(i)));
        }
        requestLayout();
    }

    /** The time at a place of the chart. */
    long timeAt(double x) {
        double share = (x - LEFT) / Math.max(1, getWidth() - LEFT - RIGHT);
        return view.from() + Math.round(Math.max(0, Math.min(1, share)) * (view.to() - view.from()));
    }

    /** The values in words. */
    String told() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            words.append(i == 0 ? "" : ", ")
                    .append(lines.get(i).name())
                    .append(' ')
                    .append(value(lines.get(i)));
        }
        return words.toString();
    }

    private String value(ChartLine line) {
        return view.told()
                .filter(line.isKnown())
                .map(sample -> line.text().apply(line.value().applyAsLong(sample)))
                .orElse("–");
    }

    @Override
    protected double computePrefHeight(double width) {
        return LEAST_HEIGHT;
    }

    @Override
    protected void layoutChildren() {
        double width = Math.max(1, getWidth() - LEFT - RIGHT);
        double height = Math.max(1, getHeight() - TOP - (hasTimes ? BOTTOM : BOTTOM_WITHOUT_TIMES));
        Scale scale = scale((int) Math.max(2, height / HEIGHT_OF_VALUE));
        title.resizeRelocate(LEFT, 0, WIDTH_OF_TITLE, TOP);
        legend.resizeRelocate(LEFT + WIDTH_OF_TITLE, 0, Math.max(0, width - WIDTH_OF_TITLE), TOP);
        drawGrid(scale, width, height);
        for (int i = 0; i < lines.size(); i++) {
            draw(i, scale, width, height);
        }
        drawCursor(scale, width, height);
    }

    private Scale scale(int most) {
        long lowest = 0;
        long highest = 0;
        for (Sample sample : view.samples()) {
            for (ChartLine line : lines) {
                if (line.isKnown().test(sample)) {
                    long value = line.value().applyAsLong(sample);
                    lowest = Math.min(lowest, value);
                    highest = Math.max(highest, value);
                }
            }
        }
        return scaling.scale(lowest, highest, most);
    }

    private double x(long millis, double width) {
        return LEFT + width * (millis - view.from()) / Math.max(1, view.to() - view.from());
    }

    private static double y(Scale scale, long value, double height) {
        return TOP + height * (1 - scale.share(value));
    }

    private void drawGrid(Scale scale, double width, double height) {
        List<PathElement> elements = new ArrayList<>();
        int used = 0;
        for (long mark : scale.marks()) {
            double y = Math.round(y(scale, mark, height)) + 0.5;
            elements.add(new MoveTo(LEFT, y));
            elements.add(new LineTo(LEFT + width, y));
            Text text = mark(used++, lines.get(0).text().apply(mark));
            text.setX(LEFT - GAP - text.getLayoutBounds().getWidth());
            text.setY(y);
        }
        for (TimeMarks.Mark mark : timeMarks.between(view.from(), view.to(), (int) (width / WIDTH_OF_TIME))) {
            double x = Math.round(x(mark.millis(), width)) + 0.5;
            elements.add(new MoveTo(x, TOP));
            elements.add(new LineTo(x, TOP + height));
            if (!hasTimes) {
                continue;
            }
            Text text = mark(used++, mark.text());
            double half = text.getLayoutBounds().getWidth() / 2;
            text.setX(Math.min(x - half, LEFT + width + RIGHT - 2 * half));
            text.setY(TOP + height + BOTTOM / 2);
        }
        for (int i = used; i < marks.size(); i++) {
            marks.get(i).setVisible(false);
        }
        grid.getElements().setAll(elements);
    }

    private Text mark(int index, String words) {
        if (index == marks.size()) {
            Text text = new Text();
            text.getStyleClass().add("chart-mark");
            text.setTextOrigin(VPos.CENTER);
            text.setManaged(false);
            marks.add(text);
            getChildren().add(text);
        }
        Text text = marks.get(index);
        text.setText(words);
        text.setVisible(true);
        return text;
    }

    private void draw(int index, Scale scale, double width, double height) {
        ChartLine line = lines.get(index);
        LinePath path = new LinePath(y(scale, 0, height));
        for (Sample sample : view.samples()) {
            if (line.isKnown().test(sample)) {
                path.point(x(sample.millis(), width), y(scale, line.value().applyAsLong(sample), height));
            } else {
                path.gap();
            }
        }
        paths.get(index).getElements().setAll(path.line());
        areas.get(index).getElements().setAll(path.area());
    }

    private void drawCursor(Scale scale, double width, double height) {
        cursor.setVisible(view.at().isPresent());
        double x = view.at().map(sample -> x(sample.millis(), width)).orElse(0.0);
        cursor.setStartX(x);
        cursor.setEndX(x);
        cursor.setStartY(TOP);
        cursor.setEndY(TOP + height);
        for (int i = 0; i < dots.size(); i++) {
            Optional<Sample> known = view.at().filter(lines.get(i).isKnown());
            Circle dot = dots.get(i);
            dot.setVisible(known.isPresent());
            dot.setCenterX(x);
            ChartLine line = lines.get(i);
            known.ifPresent(sample -> dot.setCenterY(y(scale, line.value().applyAsLong(sample), height)));
        }
    }
}
