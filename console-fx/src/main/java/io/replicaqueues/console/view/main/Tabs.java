// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import io.replicaqueues.console.view.Screen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;

/** The screens that are open: one that stays, and any number that a person opens and closes. For the JavaFX thread. */
final class Tabs {

    private final TabPane pane = new TabPane();
    private final Map<Object, Tab> opened = new LinkedHashMap<>();

    /**
     * Tabs with the one that stays.
     *
     * @param title of the tab that stays
     * @param home what it shows
     */
    Tabs(String title, Parent home) {
        Tab tab = new Tab(title, home);
        tab.setClosable(false);
        pane.setId("tabs");
        pane.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
        pane.getTabs().add(tab);
    }

    /** What to show. */
    Parent root() {
        return pane;
    }

    /** Shows the tab that stays. */
    void showHome() {
        pane.getSelectionModel().selectFirst();
    }

    /**
     * Shows a screen, which is made unless it is open already.
     *
     * @param key what the screen is about: there is one tab for it
     * @param title of the tab
     * @param screen makes it
     */
    void open(Object key, String title, Supplier<Screen> screen) {
        Tab tab = opened.computeIfAbsent(key, any -> add(key, title, screen.get()));
        pane.getSelectionModel().select(tab);
    }

    /** Closes the tab that is shown, unless it is the one that stays. */
    void closeShown() {
        Tab tab = pane.getSelectionModel().getSelectedItem();
        if (tab.isClosable()) {
            pane.getTabs().remove(tab);
            tab.getOnClosed().handle(null);
        }
    }

    /** Shows the tab beside the one that is shown; behind the last comes the first. */
    void showNext(int by) {
        int count = pane.getTabs().size();
        pane.getSelectionModel().select(Math.floorMod(pane.getSelectionModel().getSelectedIndex() + by, count));
    }

    private Tab add(Object key, String title, Screen screen) {
        Tab tab = new Tab(title, screen.root());
        tab.setTooltip(new Tooltip(title));
        tab.setOnClosed(closed -> {
            opened.remove(key);
            screen.close();
        });
        pane.getTabs().add(tab);
        return tab;
    }
}
