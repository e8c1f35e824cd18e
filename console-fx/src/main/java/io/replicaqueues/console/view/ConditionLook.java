// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import io.replicaqueues.console.model.Condition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.css.Styleable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The icon and the colour of a condition, the same wherever it is shown. Stateless. */
public final class ConditionLook {

    private static final List<String> TONES = Arrays.stream(Condition.Tone.values())
            .map(ConditionLook::styleClass)
            .toList();

    private ConditionLook() {}

    /** Its icon: no two that differ in what to do share one. */
    public static Ikon icon(Condition condition) {
        return switch (condition) {
            case IN_PARITY -> Feather.CHECK_CIRCLE;
            case CATCHING_UP -> Feather.DOWNLOAD;
            case LAGGING -> Feather.ALERT_TRIANGLE;
            case STOPPED -> Feather.PAUSE_CIRCLE;
            case STALE -> Feather.CLOCK;
            case UNKNOWN -> Feather.HELP_CIRCLE;
            case CONNECTING -> Feather.WIFI_OFF;
            case FAILED -> Feather.X_OCTAGON;
            case DISCONNECTED -> Feather.LOG_OUT;
            case GONE -> Feather.SLASH;
        };
    }

    /** Gives something the colour of a tone, instead of that of another. */
    public static void apply(Condition.Tone tone, Styleable node) {
        String wanted = styleClass(tone);
        // Each change of the classes, even back to what they were, makes JavaFX look for the styles anew.
        if (!node.getStyleClass().contains(wanted)) {
            node.getStyleClass().removeAll(TONES);
            node.getStyleClass().add(wanted);
        }
    }

    private static String styleClass(Condition.Tone tone) {
        return "tone-" + tone.name().toLowerCase(Locale.ROOT);
    }
}
