// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import io.replicaqueues.console.model.CatchUp;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** How a catch-up goes: a bar, and what it means in words. For the JavaFX thread. */
public final class CatchUpBar extends HBox {

    private final ViewContext context;
    private final boolean isBrief;
    private final ProgressBar bar = new ProgressBar();
    private final Label words = new Label();

    private CatchUpBar(ViewContext context, boolean isBrief) {
        this.context = context;
        this.isBrief = isBrief;
        getStyleClass().addAll("catch-up", isBrief ? "brief" : "full");
        setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(bar, words);
    }

    /** For a line of a table: the part that is done, and the time left. */
    public static CatchUpBar brief(ViewContext context) {
        return new CatchUpBar(context, true);
    }

    /** For a page: with the messages to come and the rate. */
    public static CatchUpBar full(ViewContext context) {
        return new CatchUpBar(context, false);
    }

    /** Shows how it goes. */
    public void show(CatchUp catchUp) {
        // Only when it changes: a bar that moves without end costs a redraw for each frame of the screen.
        bar.setProgress(catchUp.isCounted() ? catchUp.share() : 0);
        words.setText(isBrief ? brief(context, catchUp) : inWords(context, catchUp));
        bar.setAccessibleText(inWords(context, catchUp));
    }

    private static String brief(ViewContext context, CatchUp catchUp) {
        if (!catchUp.isCounted()) {
            return context.texts().of("catchUp.comparing.brief");
        }
        return catchUp.timeLeft()
                .map(context.values()::duration)
                .orElseGet(() -> context.values().percent(catchUp.share()));
    }

    /** All there is to say about it. */
    public static String inWords(ViewContext context, CatchUp catchUp) {
        if (!catchUp.isCounted()) {
            return context.texts().of("catchUp.comparing");
        }
        Values values = context.values();
        String left = catchUp.timeLeft()
                .map(time -> context.texts().of("catchUp.timeLeft", values.duration(time)))
                .orElseGet(() -> context.texts().of("catchUp.timeLeft.unknown"));
        return context.texts()
                .of(
                        "catchUp",
                        values.percent(catchUp.share()),
                        values.count(catchUp.remaining()),
                        values.count(catchUp.total()),
                        values.rate(Math.max(0, catchUp.rate())),
                        left);
    }
}
