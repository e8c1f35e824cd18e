// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import io.replicaqueues.console.connection.BrokerProfile;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A broker's colour, and a lock if it is only looked at. For the JavaFX thread. */
public final class BrokerMark extends HBox {

    private static final double RADIUS = 4.5;
    private static final double GAP = 4;

    private final BrokerProfile profile;

    /** The mark of a broker. */
    public BrokerMark(BrokerProfile profile) {
        super(GAP, new Circle(RADIUS, colour(profile)));
        this.profile = profile;
        setAlignment(Pos.CENTER_LEFT);
        if (profile.readOnly()) {
            FontIcon lock = new FontIcon(Feather.LOCK);
            lock.getStyleClass().add("read-only-mark");
            getChildren().add(lock);
        }
    }

    /** Whether it is the mark of that broker already. */
    public boolean isOf(BrokerProfile other) {
        return profile.equals(other);
    }

    /** The colour of a broker, grey if what was written down is none. */
    public static Color colour(BrokerProfile profile) {
        try {
            return Color.web(profile.colour());
        } catch (IllegalArgumentException e) {
            // From a file that somebody edited.
            return Color.GRAY;
        }
    }
}
