// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.DepthHistory;
import io.replicaqueues.console.model.Sample;
import java.util.List;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Polyline;

/** The depths of original and replica over the last five minutes, small. For the JavaFX thread. */
final class Sparkline extends Pane {

    private static final double WIDTH = 92;
    private static final double HEIGHT = 26;
    private static final double MARGIN = 2;

    private final Polyline original = line("spark-original");
    private final Polyline replica = line("spark-replica");

    Sparkline() {
        setMinSize(WIDTH, HEIGHT);
        setPrefSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
        getChildren().addAll(original, replica);
    }

    private static Polyline line(String styleClass) {
        Polyline line = new Polyline();
        line.getStyleClass().add(styleClass);
        return line;
    }

    /** Draws what there is of the last five minutes; their end is at the right. */
    void show(List<Sample> samples) {
        original.getPoints().clear();
        replica.getPoints().clear();
        if (samples.isEmpty()) {
            return;
        }
        long end = samples.get(samples.size() - 1).millis();
        long most = 1;
        for (Sample sample : samples) {
            most = Math.max(most, Math.max(sample.originalDepth(), sample.replicaDepth()));
        }
        // A point for each pixel is enough, and the latest one always counts.
        int step = Math.max(1, samples.size() / (int) WIDTH);
        for (int i = (samples.size() - 1) % step; i < samples.size(); i += step) {
            Sample sample = samples.get(i);
            double x = WIDTH - WIDTH * (end - sample.millis()) / DepthHistory.RECENT.toMillis();
            if (sample.originalDepth() >= 0) {
                original.getPoints().addAll(x, y(sample.originalDepth(), most));
            }
            if (sample.replicaDepth() >= 0) {
                replica.getPoints().addAll(x, y(sample.replicaDepth(), most));
            }
        }
    }

    private static double y(long depth, long most) {
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * depth / most;
    }
}
