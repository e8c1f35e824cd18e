// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.QueueLocation;
import io.replicaqueues.console.model.ActionRecord;
import io.replicaqueues.console.model.BrokerModel;
import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.model.Notices;
import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.messages.MessagesModel;
import io.replicaqueues.console.settings.BrokerBook;
import io.replicaqueues.console.settings.PasswordSafe;
import io.replicaqueues.console.view.Hints;
import io.replicaqueues.console.view.IntervalBox;
import io.replicaqueues.console.view.Texts;
import io.replicaqueues.console.view.ViewContext;
import io.replicaqueues.console.view.about.AboutDialog;
import io.replicaqueues.console.view.actions.ActionTexts;
import io.replicaqueues.console.view.actions.ActionsBar;
import io.replicaqueues.console.view.audit.AuditView;
import io.replicaqueues.console.view.create.CreateButton;
import io.replicaqueues.console.view.messages.MessagesView;
import io.replicaqueues.console.view.notices.Announcer;
import io.replicaqueues.console.view.notices.DesktopMessages;
import io.replicaqueues.console.view.notices.NoticesPane;
import io.replicaqueues.console.view.overview.OverviewView;
import io.replicaqueues.console.view.overview.StatusStrip;
import io.replicaqueues.console.view.preferences.PreferencesDialog;
import io.replicaqueues.console.view.queue.QueueView;
import io.replicaqueues.console.view.tree.BrokerTree;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The window of the console. For the JavaFX thread. */
public final class MainWindow {

    private static final double TREE_SHARE = 0.19;
    private static final KeyCombination PREVIOUS_TAB =
            new KeyCodeCombination(KeyCode.PAGE_UP, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination NEXT_TAB =
            new KeyCodeCombination(KeyCode.PAGE_DOWN, KeyCombination.SHORTCUT_DOWN);

    private final ViewContext context;
    private final Stage stage;
    private final Connections connections;
    private final OverviewView overview;
    private final Tabs tabs;
    private final Notices notices;
    private final NoticesPane noticesPane;
    private final DesktopMessages desktop;
    private final Announcer announcer;
    private final CreateButton create;
    private final IntervalBox interval;
    private final StatusStrip strip;
    private final Label latest = new Label();
    private final BorderPane root = new BorderPane();

    /**
     * The window, not shown yet.
     *
     * @param stage to fill
     * @param context what there is to show
     * @param book the brokers that are written down
     * @param safe has passwords of some of them
     */
    public MainWindow(Stage stage, ViewContext context, BrokerBook book, PasswordSafe safe) {
        this.stage = stage;
        this.context = context;
        this.connections = new Connections(context, book, safe, stage);
        this.overview = new OverviewView(context, this::open);
        this.create = new CreateButton(context, stage);
        overview.addToToolbar(create);
        overview.addToToolbar(new ActionsBar(context, overview.selected()).root());
        overview.addToToolbar(messagesButton());
        this.interval = intervalBox();
        this.notices = new Notices(context.model());
        this.noticesPane = new NoticesPane(context, notices, this::open);
        this.desktop = new DesktopMessages(context.texts().of("app.title"));
        this.announcer = new Announcer(context, notices, desktop, this::open);
        this.tabs = new Tabs(context.texts().of("main.overview"), overview.root());
        BrokerTree tree =
                new BrokerTree(context, broker -> connections.edit(broker.profile()), this::open, this::openMessages);
        SplitPane split = new SplitPane(tree.root(), tabs.root());
        split.setDividerPositions(TREE_SHARE);
        SplitPane.setResizableWithParent(tree.root(), false);
        this.strip = new StatusStrip(context, this::reveal);
        root.setTop(new VBox(header(), strip.root()));
        StackPane.setAlignment(noticesPane.root(), Pos.CENTER_RIGHT);
        root.setCenter(new StackPane(split, noticesPane.root()));
        root.setBottom(footer());
        root.getStyleClass().add("main-window");
        StackPane.setAlignment(announcer.toasts(), Pos.BOTTOM_RIGHT);
        Scene scene = new Scene(new StackPane(root, announcer.toasts()));
        scene.getStylesheets().add(Theme.STYLESHEET);
        addAccelerators(scene);
        stage.setScene(scene);
        stage.setTitle(context.texts().of("app.title"));
        new WindowMemory(context.preferences()).restore(stage);
    }

    /** The brokers that are written down. */
    public Connections connections() {
        return connections;
    }

    /** Keeps how the window is for the next start. */
    public void remember() {
        overview.remember();
        new WindowMemory(context.preferences()).remember(stage);
    }

    /** Tells nothing more: the window closes. */
    public void close() {
        announcer.close();
        desktop.close();
        notices.close();
    }

    private void focusFilter() {
        tabs.showHome();
        overview.focusFilter();
    }

    private void askForColumns() {
        tabs.showHome();
        overview.askForColumns();
    }

    private void reveal(ReplicaRow replica) {
        tabs.showHome();
        overview.reveal(replica);
    }

    private void open(BrokerModel broker, QueueLocation queue) {
        ReplicaRow replica = broker.replica(queue.queue());
        if (replica != null) {
            open(replica);
        } else {
            openMessages(broker, queue);
        }
    }

    private void open(ReplicaRow replica) {
        String title = context.texts()
                .of("queue.title", replica.queue(), replica.broker().profile().name());
        tabs.open(replica, title, () -> new QueueView(context, replica, this::openMessages));
    }

    private void openMessages(ReplicaRow replica) {
        tabs.open(
                List.of("messages", replica.broker(), replica),
                context.texts().of("messages.tab", replica.queue()),
                () -> new MessagesView(context, new MessagesModel(context.model(), replica)));
    }

    private void openMessages(BrokerModel broker, QueueLocation queue) {
        tabs.open(
                List.of("messages", broker, queue),
                context.texts().of("messages.tab", queue.queue()),
                () -> new MessagesView(context, new MessagesModel(context.model(), broker, queue.queue())));
    }

    private void openMessagesOfSelected() {
        if (overview.selected().size() == 1) {
            openMessages(overview.selected().get(0));
        }
    }

    private Button messagesButton() {
        Button button = new Button(context.texts().of("main.messages"), new FontIcon(Feather.MAIL));
        button.setId("open-messages");
        button.setTooltip(new Tooltip(context.texts().of("main.messages.meaning")));
        button.disableProperty().bind(Bindings.size(overview.selected()).isNotEqualTo(1));
        button.setOnAction(click -> openMessagesOfSelected());
        return button;
    }

    private void open(Notice notice) {
        notices.replica(notice).ifPresentOrElse(this::reveal, tabs::showHome);
    }

    private void showAudit() {
        tabs.open(AuditView.class, context.texts().of("audit.title"), () -> new AuditView(context));
    }

    private void askForPreferences() {
        new PreferencesDialog(stage, context.texts(), context.preferences(), desktop.isPossible())
                .showAndWait()
                .ifPresent(answer -> {
                    answer.keepIn(context.preferences());
                    Theme.apply(answer.isDark());
                    interval.setValue(answer.interval());
                });
    }

    private void showAbout() {
        new AboutDialog(stage, context).show();
    }

    private IntervalBox intervalBox() {
        IntervalBox box = new IntervalBox(context.texts(), context.model().interval());
        box.valueProperty().addListener((any, before, now) -> {
            context.model().setInterval(now);
            context.preferences().setInterval(now);
        });
        return box;
    }

    private HBox header() {
        Texts texts = context.texts();
        Label title = new Label(texts.of("app.title"), new FontIcon(Feather.LAYERS));
        title.getStyleClass().add("app-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button connect = new Button(texts.of("main.connect"), new FontIcon(Feather.PLUS));
        connect.setId("new-connection");
        connect.getStyleClass().add(Styles.ACCENT);
        connect.setTooltip(new Tooltip(context.texts().of("main.connect.meaning")));
        connect.setOnAction(click -> offerConnections(connect));
        Button refresh = button("refresh", Feather.REFRESH_CW, context.model()::refreshAll);
        Button theme = button("theme", Feather.MOON, this::switchTheme);
        Button audit = button("audit", Feather.LIST, this::showAudit);
        Button preferences = button("preferences", Feather.SETTINGS, this::askForPreferences);
        Button about = button("about", Feather.INFO, this::showAbout);
        HBox header =
                new HBox(title, gap, interval, refresh, audit, noticesPane.bell(), theme, preferences, about, connect);
        header.getStyleClass().add("header");
        return header;
    }

    private Button button(String key, Ikon icon, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(key);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(context.texts().of("main." + key)));
        button.setAccessibleText(context.texts().of("main." + key));
        button.setOnAction(click -> action.run());
        return button;
    }

    /** Offers the brokers that are written down, or asks for a new one if there are none to offer. */
    private void offerConnections(Button under) {
        ContextMenu menu = new ContextMenu();
        for (BrokerProfile profile : connections.known()) {
            MenuItem item = new MenuItem(profile.name() + "   " + profile.address());
            item.setOnAction(click -> connections.open(profile));
            menu.getItems().add(item);
        }
        if (menu.getItems().isEmpty()) {
            connections.askForNew();
            return;
        }
        menu.getItems().add(new SeparatorMenuItem());
        if (connections.hasSafe()) {
            menu.getItems().add(item("all", Feather.KEY, connections::openAllKept));
        }
        menu.getItems()
                .addAll(
                        item("new", Feather.PLUS, connections::askForNew),
                        item("manage", Feather.LIST, connections::manage));
        menu.show(under, Side.BOTTOM, 0, 0);
    }

    private MenuItem item(String key, Ikon icon, Runnable action) {
        MenuItem item = new MenuItem(context.texts().of("main.connect." + key), new FontIcon(icon));
        item.setId("connect-" + key);
        item.setOnAction(click -> action.run());
        return item;
    }

    private HBox footer() {
        latest.setId("latest");
        context.model().actions().addListener((ListChangeListener<ActionRecord>) change -> showLatest());
        HBox footer = new HBox(latest);
        footer.getStyleClass().add("footer");
        return footer;
    }

    private void showLatest() {
        if (context.model().actions().isEmpty()) {
            return;
        }
        ActionRecord record = context.model().actions().get(0);
        Texts texts = context.texts();
        String outcome = ActionTexts.outcomeInOneLine(texts, record);
        latest.setText(texts.of(
                "main.latest",
                context.values().moment(record.time()),
                texts.of("action", record.action()),
                record.queue(),
                record.broker(),
                outcome));
        latest.setGraphic(new FontIcon(record.isDone() ? Feather.CHECK : Feather.ALERT_CIRCLE));
    }

    private void switchTheme() {
        boolean dark = !context.preferences().isDark();
        context.preferences().setDark(dark);
        Theme.apply(dark);
    }

    private void addAccelerators(Scene scene) {
        accelerate(scene, KeyCode.N, connections::askForNew);
        accelerate(scene, KeyCode.F, this::focusFilter);
        accelerate(scene, KeyCode.B, connections::manage);
        accelerate(scene, KeyCode.W, tabs::closeShown);
        accelerate(scene, KeyCode.M, this::openMessagesOfSelected);
        accelerate(scene, KeyCode.R, context.model()::refreshAll);
        accelerate(scene, KeyCode.D, this::switchTheme);
        accelerate(scene, KeyCode.Q, stage::close);
        accelerate(scene, KeyCode.H, this::showAudit);
        accelerate(scene, KeyCode.I, noticesPane::toggle);
        accelerate(scene, KeyCode.COMMA, this::askForPreferences);
        accelerate(scene, KeyCode.K, this::askForColumns);
        accelerate(scene, KeyCode.G, strip::showWorst);
        Hints.offerIn(scene.getRoot());
        Dividers.moveByKeysIn(scene);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::turnTabs);
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.F5), context.model()::refreshAll);
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.F1), this::showAbout);
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        create::fire);
    }

    /** A filter: lists would take these keys for themselves. */
    private void turnTabs(KeyEvent pressed) {
        if (PREVIOUS_TAB.match(pressed) || NEXT_TAB.match(pressed)) {
            tabs.showNext(NEXT_TAB.match(pressed) ? 1 : -1);
            pressed.consume();
        }
    }

    private static void accelerate(Scene scene, KeyCode key, Runnable action) {
        scene.getAccelerators().put(new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN), action);
    }
}
