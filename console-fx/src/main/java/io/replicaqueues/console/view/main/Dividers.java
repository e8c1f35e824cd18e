// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Moves dividers by keys: Alt, Shift and an arrow move that of the innermost split pane around what has the focus. For the
 * JavaFX thread.
 */
final class Dividers {

    private static final double STEP = 0.02;

    private Dividers() {}

    /** Does so in a window. */
    static void moveByKeysIn(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, Dividers::pressed);
    }

    private static void pressed(KeyEvent pressed) {
        if (!pressed.isAltDown() || !pressed.isShiftDown() || !pressed.getCode().isArrowKey()) {
            return;
        }
        KeyCode key = pressed.getCode();
        boolean isSideways = key == KeyCode.LEFT || key == KeyCode.RIGHT;
        double by = key == KeyCode.LEFT || key == KeyCode.UP ? -STEP : STEP;
        Node each = pressed.getTarget() instanceof Node node ? node : null;
        while (each != null) {
            if (each instanceof SplitPane split && (split.getOrientation() == Orientation.HORIZONTAL) == isSideways) {
                SplitPane.Divider divider = split.getDividers().get(0);
                divider.setPosition(Math.max(0, Math.min(1, divider.getPosition() + by)));
                pressed.consume();
                return;
            }
            each = each.getParent();
        }
    }
}
