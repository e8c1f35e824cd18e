// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.Sample;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.console.view.ViewContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Three charts over the same time: depths, their difference, lag. A cursor that follows the mouse, or the arrow keys, tells
 * the values of one moment in all of them. For the JavaFX thread.
 */
final class DepthCharts extends VBox {

    private static final double FIRST_HEIGHT = 170;
    private static final double OTHER_HEIGHT = 110;

    private final ViewContext context;
    private final List<TimeChart> charts;
    private final Label moment = new Label();
    private final ReadOnlyObjectWrapper<TimeChart.View> view =
            new ReadOnlyObjectWrapper<>(this, "view", new TimeChart.View(List.of(), 0, 1, Optional.empty()));

    /** Charts of nothing yet. */
    DepthCharts(ViewContext context, String caption) {
        this.context = context;
        this.charts = charts(context);
        Label name = new Label(caption);
        name.getStyleClass().add("chart-caption");
        moment.setId("moment");
        moment.getStyleClass().add("chart-moment");
        moment.setMinWidth(USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox heading = new HBox(name, gap, moment);
        heading.getStyleClass().add("chart-heading");
        setId("charts");
        getStyleClass().add("depth-charts");
        setFocusTraversable(true);
        setAccessibleRoleDescription(context.texts().of("queue.charts"));
        getChildren().add(heading);
        for (TimeChart chart : charts) {
            // The depths are what one looks at first.
            boolean isFirst = chart == charts.get(0);
            chart.setPrefHeight(isFirst ? FIRST_HEIGHT : OTHER_HEIGHT);
            VBox.setVgrow(chart, Priority.ALWAYS);
            chart.addEventHandler(MouseEvent.MOUSE_MOVED, moved -> point(chart.timeAt(moved.getX())));
            chart.addEventHandler(MouseEvent.MOUSE_PRESSED, pressed -> requestFocus());
            getChildren().add(chart);
        }
        setOnMouseExited(exited -> pointAt(Optional.empty()));
        setOnKeyPressed(this::pressed);
        view.addListener((any, before, now) -> draw(now));
    }

    private static List<TimeChart> charts(ViewContext context) {
        Texts texts = context.texts();
        Values values = context.values();
        TimeMarks marks = new TimeMarks(texts.locale(), values.zone());
        ChartLine original = new ChartLine(
                texts.of("queue.line.original"),
                "original",
                sample -> sample.originalDepth() >= 0,
                Sample::originalDepth,
                values::count);
        ChartLine replica = new ChartLine(
                texts.of("queue.line.replica"),
                "replica",
                sample -> sample.replicaDepth() >= 0,
                Sample::replicaDepth,
                values::count);
        ChartLine difference = new ChartLine(
                texts.of("queue.line.difference"),
                "difference",
                Sample::hasDifference,
                Sample::difference,
                values::difference);
        ChartLine lag = new ChartLine(
                texts.of("queue.line.lag"), "lag", sample -> sample.lagMillis() >= 0, Sample::lagMillis, values::lag);
        return List.of(
                new TimeChart(texts.of("queue.chart.depths"), marks, Scale::of, false, List.of(original, replica)),
                new TimeChart(texts.of("queue.chart.difference"), marks, Scale::of, false, List.of(difference)),
                new TimeChart(texts.of("queue.chart.lag"), marks, Scale::ofMillis, true, List.of(lag)));
    }

    /** What is shown. */
    ReadOnlyObjectProperty<TimeChart.View> viewProperty() {
        return view.getReadOnlyProperty();
    }

    /** Shows a stretch of time. The cursor stays at its moment while that is in it. */
    void show(List<Sample> samples, long from, long to) {
        Optional<Sample> at = view.get().at().flatMap(before -> nearest(samples, before.millis()));
        view.set(new TimeChart.View(samples, from, to, at));
    }

    private void draw(TimeChart.View now) {
        charts.forEach(chart -> chart.show(now));
        moment.setText(now.told()
                .map(sample -> context.values().moment(Instant.ofEpochMilli(sample.millis())))
                .orElse(""));
        StringBuilder words = new StringBuilder(moment.getText());
        charts.forEach(chart -> words.append(", ").append(chart.told()));
        setAccessibleText(words.toString());
    }

    private void point(long millis) {
        pointAt(nearest(view.get().samples(), millis));
    }

    private void pointAt(Optional<Sample> sample) {
        TimeChart.View now = view.get();
        view.set(new TimeChart.View(now.samples(), now.from(), now.to(), sample));
    }

    private static Optional<Sample> nearest(List<Sample> samples, long millis) {
        return samples.stream().min(Comparator.comparingLong(sample -> Math.abs(sample.millis() - millis)));
    }

    private void pressed(KeyEvent pressed) {
        switch (pressed.getCode()) {
            case LEFT -> step(-1);
            case RIGHT -> step(1);
            case HOME -> pointAt(view.get().samples().stream().findFirst());
            case ESCAPE, END -> pointAt(Optional.empty());
            default -> {
                return;
            }
        }
        pressed.consume();
    }

    private void step(int by) {
        List<Sample> samples = view.get().samples();
        if (samples.isEmpty()) {
            return;
        }
        int last = samples.size() - 1;
        int index = view.get().at().map(samples::indexOf).orElse(last);
        pointAt(Optional.of(samples.get(Math.max(0, Math.min(last, index + by)))));
    }
}
