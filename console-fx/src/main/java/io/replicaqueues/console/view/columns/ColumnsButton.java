// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.columns;

import atlantafx.base.theme.Styles;
import io.replicaqueues.console.view.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Offers the columns of a table. For the JavaFX thread. */
public final class ColumnsButton extends Button {

    /**
     * The button of a table.
     *
     * @param id of the button
     */
    public ColumnsButton(String id, Texts texts, TableView<?> table) {
        super(null, new FontIcon(Feather.COLUMNS));
        setId(id);
        getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        setTooltip(new Tooltip(texts.of("columns.meaning")));
        setAccessibleText(texts.of("columns.meaning"));
        setOnAction(click -> new ColumnsDialog<>(getScene().getWindow(), texts, table).show());
    }
}
