// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.model.Notices;
import io.replicaqueues.console.view.ViewContext;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The notices at the side of the window, and the bell that shows and hides them. For the JavaFX thread. */
public final class NoticesPane {

    private static final double WIDTH = 340;
    private static final int MOST_COUNTED = 99;
    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");

    private final ViewContext context;
    private final Notices notices;
    private final Consumer<Notice> onOpen;
    private final ListView<Notice> list = new ListView<>();
    private final VBox root = new VBox();
    private final Button bell = new Button(null, new FontIcon(Feather.BELL));

    /**
     * The notices, not shown yet.
     *
     * @param onOpen what to do when a person wants to see what a notice is about
     */
    public NoticesPane(ViewContext context, Notices notices, Consumer<Notice> onOpen) {
        this.context = context;
        this.notices = notices;
        this.onOpen = onOpen;
        buildList();
        buildBell();
        root.setId("notices");
        root.getStyleClass().add("notices");
        root.setMinWidth(WIDTH);
        root.setMaxWidth(WIDTH);
        show(false);
        notices.unreadProperty().addListener((any, before, now) -> {
            if (root.isVisible()) {
                notices.markRead();
            }
        });
    }

    /** What to lay over the right side of the window; it hides itself. */
    public Parent root() {
        return root;
    }

    /** The button that shows and hides the notices, with how many are not read. */
    public Parent bell() {
        return bell;
    }

    /** Shows or hides the notices. Shown, they count as read. */
    public void toggle() {
        show(!root.isVisible());
        if (root.isVisible()) {
            notices.markRead();
            list.requestFocus();
        }
    }

    private void show(boolean isShown) {
        root.setVisible(isShown);
        root.setManaged(isShown);
    }

    private void buildList() {
        Label title = new Label(context.texts().of("notices.title"));
        title.getStyleClass().add("section");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button hide = new Button(null, new FontIcon(Feather.X));
        hide.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        hide.setTooltip(new Tooltip(context.texts().of("notices.hide")));
        hide.setAccessibleText(context.texts().of("notices.hide"));
        hide.setOnAction(click -> show(false));
        HBox head = new HBox(title, gap, hide);
        head.getStyleClass().add("toolbar");
        NoticeTexts texts = new NoticeTexts(context.texts());
        list.setId("notice-list");
        list.setItems(notices.notices());
        list.setAccessibleText(context.texts().of("notices.title"));
        Label none = new Label(context.texts().of("notices.none"));
        none.getStyleClass().add("hint");
        none.setWrapText(true);
        list.setPlaceholder(none);
        list.setCellFactory(any -> {
            NoticeCell cell = new NoticeCell(texts, context.values());
            cell.setOnMouseClicked(click -> {
                if (click.getButton() == MouseButton.PRIMARY) {
                    open(cell.getItem());
                }
            });
            return cell;
        });
        list.setOnKeyPressed(pressed -> {
            if (pressed.getCode() == KeyCode.ENTER) {
                open(list.getSelectionModel().getSelectedItem());
            } else if (pressed.getCode() == KeyCode.ESCAPE) {
                show(false);
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        root.getChildren().setAll(head, list);
    }

    private void open(Notice notice) {
        if (notice != null) {
            // It lies over what the person now wants to see.
            show(false);
            onOpen.accept(notice);
        }
    }

    private void buildBell() {
        bell.setId("bell");
        bell.getStyleClass().addAll(Styles.FLAT, "bell");
        bell.setOnAction(click -> toggle());
        Tooltip tooltip = new Tooltip();
        bell.setTooltip(tooltip);
        InvalidationListener update = any -> {
            int unread = notices.unreadProperty().get();
            bell.setText(unread == 0 ? null : unread > MOST_COUNTED ? MOST_COUNTED + "+" : Integer.toString(unread));
            tooltip.setText(context.texts().of("notices.bell", unread));
            bell.setAccessibleText(tooltip.getText());
            bell.pseudoClassStateChanged(UNREAD, unread > 0);
        };
        notices.unreadProperty().addListener(update);
        update.invalidated(null);
    }
}
