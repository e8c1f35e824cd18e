// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.messages.MessagePair;
import io.replicaqueues.console.model.messages.QueueSide;
import io.replicaqueues.console.model.messages.QueueSide.Kind;
import io.replicaqueues.console.model.messages.ShownBody;
import io.replicaqueues.console.model.messages.ShownMessage;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.Values;
import io.replicaqueues.console.view.ViewContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;

/** The columns of the table of messages: one group for each side. For the JavaFX thread. */
final class MessageColumns {

    private static final int LONGEST_BEGINNING = 200;
    private static final double WIDTH_OF_FINDINGS = 146;
    private static final double LEAST_WIDTH = 56;

    private final ViewContext context;

    MessageColumns(ViewContext context) {
        this.context = context;
    }

    List<TableColumn<MessagePair, MessagePair>> of(List<QueueSide> sides) {
        List<TableColumn<MessagePair, MessagePair>> columns = new ArrayList<>();
        if (sides.size() > 1) {
            columns.add(findings());
        }
        for (QueueSide side : sides) {
            TableColumn<MessagePair, MessagePair> group = new TableColumn<>(title(context.texts(), side));
            group.setId(
                    "group-" + side.kind().name().toLowerCase(context.texts().locale()));
            group.getColumns().addAll(ofSide(side.kind()));
            columns.add(group);
        }
        columns.add(text("userId", 120, pair -> pair.any().userId()));
        columns.add(text("beginning", 220, pair -> beginning(pair.any().body())));
        columns.forEach(column -> column.setSortable(false));
        return columns;
    }

    /** Which queue a side is, and on which broker. */
    static String title(Texts texts, QueueSide side) {
        String broker = side.broker()
                .map(BrokerModel::profile)
                .map(profile -> profile.name())
                .orElseGet(() -> texts.of("messages.notConnected"));
        return texts.of("messages.side." + side.kind().name(), side.queue(), broker);
    }

    static Optional<ShownMessage> of(MessagePair pair, Kind kind) {
        return switch (kind) {
            case ORIGINAL, ALONE -> pair.original();
            case REPLICA -> pair.replica();
        };
    }

    private TableColumn<MessagePair, MessagePair> findings() {
        TableColumn<MessagePair, MessagePair> column = column("finding", WIDTH_OF_FINDINGS);
        column.setMinWidth(WIDTH_OF_FINDINGS);
        column.setCellFactory(any -> new FindingCell(context.texts()));
        return column;
    }

    private List<TableColumn<MessagePair, MessagePair>> ofSide(Kind kind) {
        Values values = context.values();
        return List.of(
                number("id", 76, kind, message -> message.message().id()),
                number(
                        "priority",
                        56,
                        kind,
                        message -> Integer.toString(message.message().priority())),
                text(
                        "timestamp",
                        84,
                        pair -> of(pair, kind)
                                .map(message -> MessageFields.time(
                                        values, message.message().timestamp()))
                                .orElse("")),
                number(
                        "size",
                        66,
                        kind,
                        message -> MessageFields.size(values, message.message().size())));
    }

    private TableColumn<MessagePair, MessagePair> number(
            String id, double width, Kind kind, Function<ShownMessage, String> text) {
        TableColumn<MessagePair, MessagePair> column =
                text(id, width, pair -> of(pair, kind).map(text).orElse(""));
        column.getStyleClass().add("number");
        return column;
    }

    private TableColumn<MessagePair, MessagePair> text(String id, double width, Function<MessagePair, String> text) {
        TableColumn<MessagePair, MessagePair> column = column(id, width);
        column.setCellFactory(any -> new TableCell<>() {
            @Override
            protected void updateItem(MessagePair pair, boolean empty) {
                super.updateItem(pair, empty);
                setText(empty || pair == null ? null : text.apply(pair));
            }
        });
        return column;
    }

    private TableColumn<MessagePair, MessagePair> column(String id, double width) {
        TableColumn<MessagePair, MessagePair> column = new TableColumn<>();
        Label heading = new Label(context.texts().of("messages.column." + id));
        heading.setTooltip(new Tooltip(context.texts().of("messages.column." + id + ".meaning")));
        column.setGraphic(heading);
        column.setId(id);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, LEAST_WIDTH));
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        column.setSortable(false);
        return column;
    }

    private String beginning(ShownBody body) {
        if (body.isHidden()) {
            return context.texts().of("messages.extent." + body.extent().name());
        }
        if (body.bytes().length == 0) {
            return context.texts().of("messages.noBody");
        }
        return body.text()
                .map(text -> oneLine(text))
                .orElseGet(() -> context.texts().of("messages.bytes", MessageFields.bytes(body)));
    }

    private static String oneLine(String text) {
        String beginning = text.length() > LONGEST_BEGINNING ? text.substring(0, LONGEST_BEGINNING) : text;
        return beginning.replaceAll("\\s+", " ").strip();
    }
}
