// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.preferences;

import io.replicaqueues.console.settings.Preferences;
import io.replicaqueues.console.view.Dialogs;
import io.replicaqueues.console.view.IntervalBox;
import io.replicaqueues.console.view.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.stage.Window;
import javafx.util.StringConverter;

/** Asks for language, theme, interval, and how notices reach a person. For the JavaFX thread. */
public final class PreferencesDialog extends Dialog<PreferencesDialog.Answer> {

    private static final double WIDTH = 560;
    private static final int LABEL_WIDTH = 140;
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Texts texts;
    private final ComboBox<Locale> language = new ComboBox<>();
    private final ComboBox<Boolean> dark = new ComboBox<>();
    private final IntervalBox interval;
    private final CheckBox tray = new CheckBox();
    private final CheckBox sound = new CheckBox();
    private final GridPane form = new GridPane();

    /**
     * What a person wants.
     *
     * @param language of all texts, from the next start on
     * @param isDark whether the theme is dark
     * @param interval between two readings of a broker; zero: only when asked
     * @param isTrayWanted whether notices go to the desktop's own messages too
     * @param isSoundWanted whether notices make a sound
     */
    public record Answer(
            Locale language, boolean isDark, Duration interval, boolean isTrayWanted, boolean isSoundWanted) {

        /** Writes it down. */
        public void keepIn(Preferences preferences) {
            preferences.setLocale(language);
            preferences.setDark(isDark);
            preferences.setInterval(interval);
            preferences.setTrayWanted(isTrayWanted);
            preferences.setSoundWanted(isSoundWanted);
        }
    }

    /**
     * The dialog, not shown yet.
     *
     * @param isTrayPossible whether this desktop has a place for messages, as soon as that is known
     */
    public PreferencesDialog(Window owner, Texts texts, Preferences now, CompletableFuture<Boolean> isTrayPossible) {
        this.texts = texts;
        this.interval = new IntervalBox(texts, now.interval());
        setTitle(texts.of("preferences.title"));
        setHeaderText(texts.of("preferences.title"));
        Dialogs.adopt(this, owner);
        buildForm();
        language.setValue(LANGUAGES.stream()
                .filter(each -> each.getLanguage().equals(now.locale().getLanguage()))
                .findFirst()
                .orElse(Locale.ENGLISH));
        dark.setValue(now.isDark());
        tray.setSelected(now.isTrayWanted());
        tray.setText(texts.of("preferences.tray.text"));
        CompletableFuture<Void> unused = isTrayPossible.thenAcceptAsync(this::offerTray, Platform::runLater);
        sound.setSelected(now.isSoundWanted());
        sound.setText(texts.of("preferences.sound.text"));
        ButtonType save = new ButtonType(texts.of("preferences.do"), ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(texts.of("dialog.cancel"), ButtonData.CANCEL_CLOSE);
        getDialogPane().getButtonTypes().setAll(save, cancel);
        getDialogPane().setContent(form);
        getDialogPane().setPrefWidth(WIDTH);
        getDialogPane().lookupButton(save).setId("preferences-save");
        setResultConverter(pressed -> pressed == save ? answer() : null);
    }

    private void offerTray(boolean isPossible) {
        tray.setDisable(!isPossible);
        tray.setText(texts.of(isPossible ? "preferences.tray.text" : "preferences.tray.impossible"));
    }

    private void buildForm() {
        form.getStyleClass().add("form");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(LABEL_WIDTH);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        form.getColumnConstraints().setAll(labels, fields);
        language.getItems().setAll(LANGUAGES);
        language.setConverter(shown(locale -> locale.getDisplayLanguage(locale)));
        dark.getItems().setAll(false, true);
        dark.setConverter(shown(isDark -> texts.of(isDark ? "preferences.theme.dark" : "preferences.theme.light")));
        row("language", language);
        row("theme", dark);
        row("interval", interval);
        row("tray", tray);
        row("sound", sound);
        Label later = new Label(texts.of("preferences.language.later"));
        later.getStyleClass().add("hint");
        later.setWrapText(true);
        form.add(later, 1, form.getRowCount());
    }

    private void row(String key, Control field) {
        Label label = new Label(texts.of("preferences." + key));
        label.setLabelFor(field);
        field.setId("preferences-" + key);
        field.setAccessibleText(label.getText());
        field.setMaxWidth(Double.MAX_VALUE);
        if (field != interval) {
            // That one says itself what it means.
            field.setTooltip(new Tooltip(texts.of("preferences." + key + ".meaning")));
        }
        form.addRow(form.getRowCount(), label, (Node) field);
    }

    private static <T> StringConverter<T> shown(Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String any) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        };
    }

    private Answer answer() {
        return new Answer(
                language.getValue(), dark.getValue(), interval.getValue(), tray.isSelected(), sound.isSelected());
    }
}
