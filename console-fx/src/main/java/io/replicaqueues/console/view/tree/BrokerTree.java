// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.tree;

import atlantafx.base.controls.CustomTextField;
import io.replicaqueues.console.connection.QueueLocation;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.actions.ActionTexts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Side;
import javafx.scene.Parent;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Brokers, their addresses and their queues. The queues of a broker are read while it is open. For the JavaFX thread. */
public final class BrokerTree {

    private static final double ROW_HEIGHT = 30;
    private static final KeyCombination MESSAGES = new KeyCodeCombination(KeyCode.M, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination MENU = new KeyCodeCombination(KeyCode.F10, KeyCombination.SHIFT_DOWN);

    private final ViewContext context;
    private final TreeItem<TreeEntry> top = new TreeItem<>();
    private final TreeView<TreeEntry> tree = new TreeView<>(top);
    private final CustomTextField filter = new CustomTextField();
    private final BorderPane root = new BorderPane(tree);
    private final Map<BrokerModel, Branch> branches = new LinkedHashMap<>();
    private final Consumer<BrokerModel> onEdit;
    private final BiConsumer<BrokerModel, QueueLocation> onOpen;
    private final BiConsumer<BrokerModel, QueueLocation> onMessages;

    private record Branch(TreeItem<TreeEntry> item, QueueItems queues) {}

    /**
     * The tree of what the context's model has.
     *
     * @param onEdit what to do when a person wants to change a connection
     * @param onOpen what to do when a person wants to see more of a queue
     * @param onMessages what to do when a person wants to see the messages of a queue
     */
    public BrokerTree(
            ViewContext context,
            Consumer<BrokerModel> onEdit,
            BiConsumer<BrokerModel, QueueLocation> onOpen,
            BiConsumer<BrokerModel, QueueLocation> onMessages) {
        this.context = context;
        this.onEdit = onEdit;
        this.onOpen = onOpen;
        this.onMessages = onMessages;
        buildTree();
        buildFilter();
        root.getStyleClass().add("broker-tree");
        context.model().brokers().brokers().forEach(this::add);
        context.model().brokers().brokers().addListener(this::follow);
        context.model().afterBatch(this::update);
    }

    /** What to show. */
    public Parent root() {
        return root;
    }

    private void buildTree() {
        tree.setId("tree");
        tree.setShowRoot(false);
        // Closed, it would show nothing at all.
        top.setExpanded(true);
        tree.setFixedCellSize(ROW_HEIGHT);
        tree.setAccessibleText(context.texts().of("tree.accessible"));
        tree.setCellFactory(any -> new EntryCell(context));
        tree.setOnMouseClicked(click -> {
            if (click.getButton() == MouseButton.PRIMARY && click.getClickCount() == 2) {
                withSelectedQueue(onOpen);
            }
        });
        tree.setOnKeyPressed(pressed -> {
            if (pressed.getCode() == KeyCode.ENTER) {
                withSelectedQueue(onOpen);
                withSelectedBroker(this::tell);
            } else if (isForMenu(pressed)) {
                showMenu();
                pressed.consume();
            } else if (MESSAGES.match(pressed)) {
                withSelectedQueue(onMessages);
                // Otherwise the window opens those of the overview's selection.
                pressed.consume();
            }
        });
        MenuItem messages = new MenuItem(context.texts().of("tree.messages"), new FontIcon(Feather.MAIL));
        messages.setOnAction(click -> withSelectedQueue(onMessages));
        MenuItem tell = new MenuItem(context.texts().of("tree.tell"), new FontIcon(Feather.INFO));
        tell.setOnAction(click -> withSelectedBroker(this::tell));
        MenuItem edit = new MenuItem(context.texts().of("tree.edit"), new FontIcon(Feather.EDIT_2));
        edit.setOnAction(click -> withSelectedBroker(onEdit));
        MenuItem retry = new MenuItem(context.texts().of("tree.retry"), new FontIcon(Feather.REFRESH_CW));
        retry.setOnAction(click -> withSelectedBroker(context.model()::refresh));
        MenuItem leave = new MenuItem(context.texts().of("tree.leave"), new FontIcon(Feather.X));
        leave.setOnAction(click -> withSelectedBroker(context.model()::disconnect));
        tree.setContextMenu(new ContextMenu(messages, tell, edit, retry, leave));
    }

    private static boolean isForMenu(KeyEvent pressed) {
        return pressed.getCode() == KeyCode.CONTEXT_MENU || MENU.match(pressed);
    }

    /** Not every platform asks for it by a key. */
    private void showMenu() {
        tree.lookupAll(".tree-cell").stream()
                .filter(cell -> cell instanceof TreeCell<?> each && each.isSelected())
                .findFirst()
                .ifPresent(cell -> tree.getContextMenu().show(cell, Side.BOTTOM, 0, 0));
    }

    /** How the link to a broker is, to be read at leisure and copied. */
    private void tell(BrokerModel broker) {
        String text = broker.profile().address() + "\n" + state(broker);
        Dialogs.report(
                root.getScene().getWindow(), context.texts(), broker.profile().name(), text);
    }

    private String state(BrokerModel broker) {
        BrokerModel.Link link = broker.link();
        if (link.failure() != null) {
            return ActionTexts.explained(context.texts(), link.failure());
        }
        String state = context.texts().of("tree.state", link.state());
        return broker.lacksExtension() ? state + " " + context.texts().of("tree.bare.meaning") : state;
    }

    private void withSelectedQueue(BiConsumer<BrokerModel, QueueLocation> action) {
        TreeItem<TreeEntry> item = tree.getSelectionModel().getSelectedItem();
        if (item != null && item.getValue() instanceof TreeEntry.Queue queue) {
            action.accept(broker(item), queue.queue().location());
        }
    }

    private static BrokerModel broker(TreeItem<TreeEntry> item) {
        TreeItem<TreeEntry> above = item;
        while (!(above.getValue() instanceof TreeEntry.Broker)) {
            above = above.getParent();
        }
        return ((TreeEntry.Broker) above.getValue()).model();
    }

    private void withSelectedBroker(Consumer<BrokerModel> action) {
        TreeItem<TreeEntry> item = tree.getSelectionModel().getSelectedItem();
        if (item != null && item.getValue() instanceof TreeEntry.Broker broker) {
            action.accept(broker.model());
        }
    }

    private void buildFilter() {
        filter.setId("tree-filter");
        filter.setLeft(new FontIcon(Feather.SEARCH));
        filter.setPromptText(context.texts().of("tree.filter"));
        filter.setAccessibleText(context.texts().of("tree.filter"));
        filter.setTooltip(new Tooltip(context.texts().of("tree.filter.meaning")));
        filter.textProperty()
                .addListener((any, before, now) ->
                        branches.values().forEach(each -> each.queues().filter(now)));
        HBox.setHgrow(filter, Priority.ALWAYS);
        HBox bar = new HBox(filter);
        bar.getStyleClass().add("toolbar");
        root.setTop(bar);
    }

    private void update() {
        branches.forEach((broker, branch) -> {
            QueueItems.set(branch.item(), TreeEntry.Broker.of(broker));
            branch.queues().updateBadges();
        });
    }

    private void follow(ListChangeListener.Change<? extends BrokerModel> change) {
        while (change.next()) {
            change.getRemoved().forEach(this::remove);
            change.getAddedSubList().forEach(this::add);
        }
    }

    private void add(BrokerModel broker) {
        TreeItem<TreeEntry> item = new TreeItem<>(TreeEntry.Broker.of(broker));
        QueueItems queues = new QueueItems(broker, item);
        branches.put(broker, new Branch(item, queues));
        item.expandedProperty()
                .addListener((any, before, now) -> broker.queues().want(now));
        item.setExpanded(true);
        broker.queues().queues().addListener((ListChangeListener<Object>) any -> queues.update());
        queues.filter(filter.getText());
        top.getChildren().add(item);
    }

    private void remove(BrokerModel broker) {
        Branch branch = branches.remove(broker);
        if (branch != null) {
            broker.queues().want(false);
            top.getChildren().remove(branch.item());
        }
    }
}
