// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import io.replicaqueues.console.settings.Preferences;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Keeps where the window is and how large. For the JavaFX thread. */
final class WindowMemory {

    private static final String BOUNDS = "window.bounds";
    private static final String MAXIMIZED = "window.maximized";
    private static final double WIDTH = 1_440;
    private static final double HEIGHT = 860;
    private static final double LEAST_WIDTH = 1_080;
    private static final double LEAST_HEIGHT = 560;
    private static final int NUMBERS = 4;

    private final Preferences preferences;

    WindowMemory(Preferences preferences) {
        this.preferences = preferences;
    }

    /** Puts the window where it was, if there is a screen there, or else gives it a good size. */
    void restore(Stage stage) {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setMinWidth(Math.min(LEAST_WIDTH, screen.getWidth()));
        stage.setMinHeight(Math.min(LEAST_HEIGHT, screen.getHeight()));
        stage.setWidth(Math.min(WIDTH, screen.getWidth()));
        stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
        String[] bounds = preferences.text(BOUNDS).orElse("").split(",", -1);
        if (bounds.length == NUMBERS) {
            place(stage, bounds);
        }
        stage.setMaximized(preferences.text(MAXIMIZED).map(Boolean::valueOf).orElse(false));
    }

    private static void place(Stage stage, String[] bounds) {
        try {
            double x = Double.parseDouble(bounds[0]);
            double y = Double.parseDouble(bounds[1]);
            double width = Double.parseDouble(bounds[2]);
            double height = Double.parseDouble(bounds[3]);
            if (!Screen.getScreensForRectangle(x, y, width, height).isEmpty()) {
                stage.setX(x);
                stage.setY(y);
                stage.setWidth(Math.max(width, stage.getMinWidth()));
                stage.setHeight(Math.max(height, stage.getMinHeight()));
            }
        } catch (NumberFormatException e) {
            // As if nothing were remembered.
        }
    }

    void remember(Stage stage) {
        preferences.setText(MAXIMIZED, Boolean.toString(stage.isMaximized()));
        if (!stage.isMaximized()) {
            preferences.setText(
                    BOUNDS, stage.getX() + "," + stage.getY() + "," + stage.getWidth() + "," + stage.getHeight());
        }
    }
}
