// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Shows by a key, Ctrl+F1, the tooltip of what has the focus: a mouse is not the only way to point. For the JavaFX thread.
 */
public final class Hints {

    private static final KeyCombination KEY = new KeyCodeCombination(KeyCode.F1, KeyCombination.SHORTCUT_DOWN);
    private static final double WIDTH = 420;

    private final Tooltip shown = new Tooltip();

    private Hints() {
        shown.setId("hint");
        shown.setWrapText(true);
        shown.setMaxWidth(WIDTH);
        shown.setAutoHide(true);
        shown.setConsumeAutoHidingEvents(false);
    }

    /** Does so for all that is in a window. */
    public static void offerIn(Parent root) {
        root.addEventFilter(KeyEvent.KEY_PRESSED, new Hints()::pressed);
    }

    private void pressed(KeyEvent pressed) {
        shown.hide();
        if (KEY.match(pressed) && pressed.getTarget() instanceof Node target) {
            show(target);
            pressed.consume();
        }
    }

    private void show(Node target) {
        Node pointedAt = target.lookupAll(".indexed-cell").stream()
                .filter(cell -> cell instanceof IndexedCell<?> && cell.isFocused())
                .findFirst()
                .orElse(target);
        String text = text(pointedAt);
        if (!text.isEmpty()) {
            Bounds place = pointedAt.localToScreen(pointedAt.getBoundsInLocal());
            shown.setText(text);
            shown.show(pointedAt, place.getMinX(), place.getMaxY());
        }
    }

    /** A row of a table has the tooltips of its cells, and a part of a control has that of the control. */
    private static String text(Node pointedAt) {
        Stream<Node> ofCells =
                pointedAt instanceof IndexedCell<?> ? pointedAt.lookupAll(".table-cell").stream() : Stream.empty();
        String text = Stream.concat(Stream.of(pointedAt), ofCells)
                .map(node -> node instanceof Control control ? control.getTooltip() : null)
                .filter(Objects::nonNull)
                .map(Tooltip::getText)
                .distinct()
                .collect(Collectors.joining("\n"));
        return text.isEmpty() && pointedAt.getParent() != null ? text(pointedAt.getParent()) : text;
    }
}
