// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.notices;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import io.replicaqueues.console.model.Notice;
import io.replicaqueues.console.view.ConditionLook;
import io.replicaqueues.console.view.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** The latest notices over the window, for some seconds. They take neither focus nor clicks beside them. */
final class Toasts extends VBox {

    private static final double WIDTH = 380;
    private static final Duration SHOWN = Duration.seconds(8);
    private static final int MOST = 3;

    private final NoticeTexts texts;
    private final Consumer<Notice> onOpen;
    private final Map<Long, Toast> toasts = new LinkedHashMap<>();

    private record Toast(Notification node, PauseTransition end) {}

    /** For the JavaFX thread. */
    Toasts(Texts texts, Consumer<Notice> onOpen) {
        this.texts = new NoticeTexts(texts);
        this.onOpen = onOpen;
        getStyleClass().add("toasts");
        setId("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    }

    /** Shows a notice, or what has become of it. */
    void show(Notice notice) {
        Toast shown = toasts.get(notice.number());
        if (shown != null) {
            fill(shown.node(), notice);
            shown.end().playFromStart();
            return;
        }
        if (toasts.size() == MOST) {
            hide(toasts.keySet().iterator().next());
        }
        Notification node = new Notification();
        node.setPrefWidth(WIDTH);
        node.setMaxWidth(WIDTH);
        node.getStyleClass().addAll(Styles.ELEVATED_2, "toast");
        node.setAccessibleRole(AccessibleRole.TEXT);
        node.setOnClose(closed -> hide(notice.number()));
        PauseTransition end = new PauseTransition(SHOWN);
        end.setOnFinished(over -> hide(notice.number()));
        toasts.put(notice.number(), new Toast(node, end));
        fill(node, notice);
        getChildren().add(node);
        end.play();
    }

    /** Hides what is shown of a number, if it still is. */
    private void hide(long number) {
        Toast toast = toasts.remove(number);
        if (toast != null) {
            toast.end().stop();
            getChildren().remove(toast.node());
        }
    }

    private void fill(Notification node, Notice notice) {
        FontIcon icon = new FontIcon(NoticeTexts.icon(notice));
        icon.getStyleClass().add("toned");
        ConditionLook.apply(NoticeTexts.tone(notice), icon);
        node.setGraphic(icon);
        String detail = texts.detail(notice);
        String title = texts.title(notice);
        node.setMessage(detail.isEmpty() ? title : title + "\n" + detail);
        node.setAccessibleText(node.getMessage());
        node.setOnMouseClicked(click -> {
            hide(notice.number());
            onOpen.accept(notice);
        });
    }
}
