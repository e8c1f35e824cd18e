// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.Freshness;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.Sample;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.transform.Transform;
import javafx.stage.Window;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The charts of a replica with what can be chosen about them. For the JavaFX thread. */
final class HistoryPane extends BorderPane {

    private static final String PREFERRED_RANGE = "queue.range";
    /** An image for a report is looked at enlarged. */
    private static final double IMAGE_SCALE = 2;

    private static final double LEAST_WIDTH = 434;

    private final ViewContext context;
    private final ReplicaRow row;
    private final DepthCharts charts;
    private final Map<Range, ToggleButton> ranges = new EnumMap<>(Range.class);
    private final ToggleButton pause = new ToggleButton();
    private final Label stored = new Label();
    private Range range;
    private List<Sample> frozen = List.of();
    private long frozenAt;

    HistoryPane(ViewContext context, ReplicaRow row) {
        this.context = context;
        this.row = row;
        Texts texts = context.texts();
        this.charts = new DepthCharts(
                context,
                texts.of(
                        "queue.caption",
                        row.queue(),
                        row.broker().profile().name(),
                        row.sight().reading().originalQueue(),
                        row.sight().reading().original()));
        this.range = context.preferences()
                .text(PREFERRED_RANGE)
                .flatMap(HistoryPane::range)
                .orElse(Range.FIVE_MINUTES);
        getStyleClass().add("history");
        setMinWidth(LEAST_WIDTH);
        setTop(toolbar());
        setCenter(charts);
        update();
    }

    private static Optional<Range> range(String name) {
        for (Range each : Range.values()) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Shows what there is now, unless it is paused. */
    void update() {
        if (pause.isSelected()) {
            return;
        }
        boolean isOver = row.sight().freshness() == Freshness.GONE;
        show(row.history().all(), isOver ? row.changes().get(0).time().toEpochMilli() : System.currentTimeMillis());
    }

    private void show(List<Sample> all, long to) {
        long from = range.from(all, to);
        charts.show(all.stream().filter(sample -> sample.millis() >= from).toList(), from, to);
    }

    private HBox toolbar() {
        Texts texts = context.texts();
        HBox choices = new HBox();
        choices.getStyleClass().add("range");
        ToggleGroup group = new ToggleGroup();
        for (Range each : Range.values()) {
            ToggleButton button = new ToggleButton(texts.of("queue.range", each));
            button.setId("range-" + each.name().toLowerCase(Locale.ROOT));
            button.setTooltip(new Tooltip(texts.of("queue.range.meaning", each)));
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setSelected(each == range);
            button.getStyleClass().add(position(each));
            // One is always chosen.
            button.setOnAction(click -> choose(each));
            ranges.put(each, button);
            choices.getChildren().add(button);
        }
        pause.setId("pause");
        pause.setMinWidth(USE_PREF_SIZE);
        pause.setText(texts.of("queue.pause"));
        pause.setGraphic(new FontIcon(Feather.PAUSE));
        pause.setTooltip(new Tooltip(texts.of("queue.pause.meaning")));
        pause.setOnAction(click -> togglePause());
        stored.setId("stored");
        stored.getStyleClass().add("stored");
        stored.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox toolbar = new HBox(
                choices,
                pause,
                gap,
                stored,
                button("csv", Feather.FILE_TEXT, this::exportCsv),
                button("png", Feather.IMAGE, this::exportPng));
        toolbar.getStyleClass().add("toolbar");
        return toolbar;
    }

    private static String position(Range range) {
        return switch (range) {
            case FIVE_MINUTES -> Styles.LEFT_PILL;
            case HOUR -> Styles.CENTER_PILL;
            case ALL -> Styles.RIGHT_PILL;
        };
    }

    private Button button(String key, Ikon icon, Runnable action) {
        Button button = new Button(context.texts().of("queue." + key), new FontIcon(icon));
        button.setId(key);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(context.texts().of("queue." + key + ".meaning")));
        button.setOnAction(click -> action.run());
        return button;
    }

    private void choose(Range chosen) {
        range = chosen;
        ranges.get(chosen).setSelected(true);
        context.preferences().setText(PREFERRED_RANGE, chosen.name());
        if (pause.isSelected()) {
            show(frozen, frozenAt);
        } else {
            update();
        }
    }

    private void togglePause() {
        boolean isPaused = pause.isSelected();
        pause.setText(context.texts().of(isPaused ? "queue.goOn" : "queue.pause"));
        pause.setGraphic(new FontIcon(isPaused ? Feather.PLAY : Feather.PAUSE));
        if (isPaused) {
            List<Sample> drawn = charts.viewProperty().get().samples();
            frozenAt = charts.viewProperty().get().to();
            // What has come since is not to be seen, though it may be of before.
            long last = drawn.isEmpty() ? frozenAt : drawn.get(drawn.size() - 1).millis();
            frozen = row.history().all().stream()
                    .filter(sample -> sample.millis() <= last)
                    .toList();
        }
        update();
    }

    private void exportCsv() {
        List<Sample> samples = charts.viewProperty().get().samples();
        export("csv", file -> HistoryExport.csv(samples, context.values().zone(), file));
    }

    private void exportPng() {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(IMAGE_SCALE, IMAGE_SCALE));
        WritableImage image = charts.snapshot(parameters, null);
        export("png", file -> HistoryExport.png(image, file));
    }

    private interface Writing {
        void to(Path file) throws IOException;
    }

    private void export(String kind, Writing writing) {
        String name = row.queue().replaceAll("[^\\w.-]+", "_") + "." + kind;
        String title = context.texts().of("queue." + kind + ".meaning");
        // This page may be closed when the file is written.
        Window owner = getScene().getWindow();
        context.files().toWrite(owner, title, name).ifPresent(file -> write(owner, file, writing));
    }

    /** A disk may be slow, and be one of another machine. */
    private void write(Window owner, Path file, Writing writing) {
        CompletableFuture<Void> unused = CompletableFuture.supplyAsync(() -> {
                    try {
                        writing.to(file);
                        return Optional.<IOException>empty();
                    } catch (IOException e) {
                        return Optional.of(e);
                    }
                })
                .thenAcceptAsync(failure -> told(owner, file, failure), Platform::runLater);
    }

    private void told(Window owner, Path file, Optional<IOException> failure) {
        Texts texts = context.texts();
        if (failure.isPresent()) {
            Dialogs.report(
                    owner,
                    texts,
                    texts.of("queue.notStored", file),
                    failure.get().toString());
            return;
        }
        String time = context.values().moment(Instant.now());
        stored.setText(texts.of("queue.stored", time, file.getFileName()));
        stored.setTooltip(new Tooltip(file.toString()));
    }
}
