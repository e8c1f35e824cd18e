// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import static io.replicaqueues.tests.console.ConsoleStage.onFx;

import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxRobot;

/** A person without a mouse. For the test's thread. */
final class Keyboard {

    private static final int FAR = 80;
    private static final int MANY = 8;

    private final FxRobot robot;

    Keyboard(FxRobot robot) {
        this.robot = robot;
    }

    /** Presses Tab until the focus is where it is wanted. */
    Keyboard goTo(String idOrStyleClass) {
        for (int i = 0; i < FAR; i++) {
            if (isAt(idOrStyleClass)) {
                return this;
            }
            type(KeyCode.TAB);
        }
        throw new AssertionError("Tab does not lead to " + idOrStyleClass);
    }

    Keyboard write(String text) {
        robot.targetWindow(onFx(Keyboard::window)).write(text);
        return this;
    }

    Keyboard type(KeyCode... keys) {
        robot.type(keys);
        return this;
    }

    Keyboard push(KeyCode... keys) {
        robot.push(keys);
        return this;
    }

    /** Walks through a box with the arrow keys, up and then down, until what is wanted is chosen. */
    Keyboard choose(Predicate<Object> wanted) {
        for (KeyCode key : new KeyCode[] {KeyCode.UP, KeyCode.DOWN}) {
            for (int i = 0; i < MANY; i++) {
                if (wanted.test(onFx(() -> ((ComboBox<?>) focusOwner()).getValue()))) {
                    return this;
                }
                type(key);
            }
        }
        throw new AssertionError("The arrow keys do not lead to what is wanted");
    }

    private static boolean isAt(String idOrStyleClass) {
        return onFx(() -> {
            Node owner = focusOwner();
            return owner != null
                    && (idOrStyleClass.equals(owner.getId())
                            || owner.getStyleClass().contains(idOrStyleClass));
        });
    }

    private static Node focusOwner() {
        return window().getScene().getFocusOwner();
    }

    /** Without a display the window behind a dialog counts as focused as well. */
    private static Window window() {
        return Window.getWindows().stream()
                .filter(window -> window.isFocused() && window instanceof Stage)
                .reduce((behind, before) -> before)
                .orElseThrow();
    }
}
