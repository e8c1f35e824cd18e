// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import io.replicaqueues.console.view.BrokerMark;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.console.view.ViewContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;

/** The columns of the overview, in the order in which they first appear. For the JavaFX thread. */
final class OverviewColumns {

    static final String CONDITION = "condition";
    private static final double WIDTH_OF_NAMES = 145;
    private static final double WIDTH_OF_CHARTS = 112;
    /**
     * Names can be cut in their middle; everything else is as wide as what it shows, and no narrower.
     */
    private static final double LEAST_OF_NAMES = 60;

    private final ViewContext context;

    OverviewColumns(ViewContext context) {
        this.context = context;
    }

    List<TableColumn<ReplicaRow, ReplicaSight>> all() {
        Values values = context.values();
        return List.of(
                column(
                        CONDITION,
                        128,
                        () -> new ConditionCell(context),
                        comparing(ReplicaSight::condition).thenComparing(lag())),
                column(
                        "original",
                        WIDTH_OF_NAMES,
                        this::originalCell,
                        comparing(sight -> sight.reading().originalQueue())),
                column(
                        "replica",
                        WIDTH_OF_NAMES,
                        this::replicaCell,
                        comparing(sight -> sight.reading().queue())),
                number(
                        "originalDepth",
                        90,
                        sight -> values.count(sight.reading().originalDepth()),
                        comparingLong(sight -> sight.reading().originalDepth())),
                number(
                        "replicaDepth",
                        90,
                        sight -> values.count(sight.reading().replicaDepth()),
                        comparingLong(sight -> sight.reading().replicaDepth())),
                number(
                        "difference",
                        98,
                        sight -> sight.difference().isPresent()
                                ? values.difference(sight.difference().getAsLong())
                                : Values.NONE,
                        comparingLong(sight -> Math.abs(sight.difference().orElse(0)))),
                column("parity", 106, () -> new ParityCell(context), comparing(OverviewColumns::parityTime)),
                number("lag", 78, sight -> values.lag(sight.reading().lagMillis()), lag()),
                number("rate", 76, sight -> values.rate(sight.rate()), comparingDouble(ReplicaSight::rate)),
                sparkline());
    }

    private static Comparator<ReplicaSight> lag() {
        return comparingLong(sight -> sight.reading().lagMillis());
    }

    private static Instant parityTime(ReplicaSight sight) {
        return sight.reading().lastParityTime().orElse(Instant.MIN);
    }

    private TableCell<ReplicaRow, ReplicaSight> originalCell() {
        return new QueueCell(
                (row, sight) -> sight.reading().originalQueue(),
                (row, sight) -> sight.reading().original(),
                (row, before) -> null);
    }

    private TableCell<ReplicaRow, ReplicaSight> replicaCell() {
        return new QueueCell(
                (row, sight) -> row.queue(),
                (row, sight) -> row.broker().profile().name(),
                (row, before) -> mark(row.broker().profile(), before));
    }

    private static Node mark(BrokerProfile profile, Node before) {
        return before instanceof BrokerMark mark && mark.isOf(profile) ? before : new BrokerMark(profile);
    }

    private TableColumn<ReplicaRow, ReplicaSight> sparkline() {
        TableColumn<ReplicaRow, ReplicaSight> column = column("depths", WIDTH_OF_CHARTS, SparklineCell::new, null);
        column.setSortable(false);
        return column;
    }

    private TableColumn<ReplicaRow, ReplicaSight> number(
            String id, double width, Function<ReplicaSight, String> text, Comparator<ReplicaSight> order) {
        BiFunction<ReplicaRow, ReplicaSight, String> cellText = (row, sight) -> text.apply(sight);
        TableColumn<ReplicaRow, ReplicaSight> column = column(id, width, () -> new TextCell(cellText), order);
        column.getStyleClass().add("number");
        return column;
    }

    private TableColumn<ReplicaRow, ReplicaSight> column(
            String id,
            double width,
            Supplier<TableCell<ReplicaRow, ReplicaSight>> cell,
            Comparator<ReplicaSight> order) {
        TableColumn<ReplicaRow, ReplicaSight> column = new TableColumn<>();
        Label heading = new Label(context.texts().of("overview.column." + id));
        heading.setTooltip(new Tooltip(context.texts().of("overview.column." + id + ".meaning")));
        column.setGraphic(heading);
        column.setId(id);
        column.setPrefWidth(width);
        column.setMinWidth(width == WIDTH_OF_NAMES ? LEAST_OF_NAMES : width);
        column.setCellValueFactory(data -> data.getValue().sightProperty());
        column.setCellFactory(table -> cell.get());
        column.setComparator(order);
        return column;
    }
}
