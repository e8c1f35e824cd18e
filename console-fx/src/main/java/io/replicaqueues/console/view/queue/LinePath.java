// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.PathElement;

/** Builds a line that may have gaps, and the area between it and the zero line. For one thread. */
final class LinePath {

    /** A point alone is drawn as a line of no length: its round end is a dot. */
    private static final double DOT = 0.01;

    private final double zero;
    private final List<PathElement> line = new ArrayList<>();
    private final List<PathElement> area = new ArrayList<>();
    private boolean isOpen;
    private boolean isAlone;
    private double lastX;
    private double lastY;

    /**
     * Nothing yet.
     *
     * @param zero where the zero line is
     */
    LinePath(double zero) {
        this.zero = zero;
    }

    void point(double x, double y) {
        if (isOpen) {
            line.add(new LineTo(x, y));
        } else {
            line.add(new MoveTo(x, y));
            area.add(new MoveTo(x, zero));
        }
        area.add(new LineTo(x, y));
        isAlone = !isOpen;
        isOpen = true;
        lastX = x;
        lastY = y;
    }

    /** What comes next is not joined to what was. */
    void gap() {
        if (isOpen) {
            if (isAlone) {
                line.add(new LineTo(lastX + DOT, lastY));
            }
            area.add(new LineTo(lastX, zero));
            isOpen = false;
        }
    }

    List<PathElement> line() {
        gap();
        return line;
    }

    List<PathElement> area() {
        gap();
        return area;
    }
}
