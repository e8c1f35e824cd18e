// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Modality;
import javafx.stage.Window;

/** Questions and messages, alike on every screen. For the JavaFX thread. */
public final class Dialogs {

    private static final double WIDTH = 560;
    private static final int REPORT_ROWS = 10;

    private Dialogs() {}

    /**
     * Asks before something is done, and waits for the answer. Not doing it is what Enter and Escape choose.
     *
     * @param yes text of the button that does it
     * @return whether to do it
     */
    public static boolean confirm(Window owner, Texts texts, String header, String content, String yes) {
        ButtonType doIt = new ButtonType(yes, ButtonData.OTHER);
        ButtonType cancel = new ButtonType(texts.of("dialog.cancel"), ButtonData.CANCEL_CLOSE);
        Alert alert = new Alert(Alert.AlertType.CONFIRMATION, content, cancel, doIt);
        prepare(alert, owner, texts, header);
        alert.getDialogPane().lookupButton(doIt).setId("confirm");
        Button no = (Button) alert.getDialogPane().lookupButton(cancel);
        no.setId("cancel");
        no.setDefaultButton(true);
        alert.setOnShown(shown -> no.requestFocus());
        return alert.showAndWait().filter(doIt::equals).isPresent();
    }

    /** Shows a text that can be selected and copied; returns at once. */
    public static void report(Window owner, Texts texts, String header, String report) {
        Alert alert = new Alert(Alert.AlertType.INFORMATION);
        alert.getButtonTypes().setAll(new ButtonType(texts.of("dialog.close"), ButtonData.CANCEL_CLOSE));
        prepare(alert, owner, texts, header);
        TextArea area = new TextArea(report);
        area.setId("report");
        area.setEditable(false);
        area.setWrapText(true);
        area.setPrefRowCount(Math.min(REPORT_ROWS, (int) report.lines().count() + 2));
        alert.getDialogPane().setContent(area);
        // A report may come late: it must not take the console out of somebody's hands.
        alert.initModality(Modality.NONE);
        alert.show();
    }

    private static void prepare(Alert alert, Window owner, Texts texts, String header) {
        alert.setTitle(texts.of("app.title"));
        alert.setHeaderText(header);
        adopt(alert, owner);
        alert.setResizable(true);
        alert.setGraphic(null);
        alert.getDialogPane().setPrefWidth(WIDTH);
    }

    /** Makes a dialog one of a window: with its style, over it, and with the keys that all windows have. */
    public static void adopt(Dialog<?> dialog, Window owner) {
        Hints.offerIn(dialog.getDialogPane());
        dialog.getDialogPane().addEventFilter(KeyEvent.KEY_PRESSED, Dialogs::closeFromList);
        if (owner != null) {
            dialog.initOwner(owner);
            dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        }
    }

    /** A list takes Escape for the end of an editing, also where nothing can be edited in it. */
    private static void closeFromList(KeyEvent pressed) {
        if (pressed.getCode() != KeyCode.ESCAPE || !(pressed.getTarget() instanceof Node target)) {
            return;
        }
        for (Node each = target; each != null; each = each.getParent()) {
            if (each instanceof ListView<?> list && !list.isEditable()) {
                cancel((DialogPane) pressed.getSource());
                pressed.consume();
                return;
            }
        }
    }

    private static void cancel(DialogPane pane) {
        pane.getButtonTypes().stream()
                .filter(type -> type.getButtonData().isCancelButton())
                .findFirst()
                .ifPresent(type -> ((Button) pane.lookupButton(type)).fire());
    }
}
