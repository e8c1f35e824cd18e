// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import org.junit.jupiter.api.Test;

class LinePathTest {

    @Test
    void aGapIsNotBridgedAndAPointAloneIsADot() {
        LinePath path = new LinePath(100);
        path.gap();
        path.point(0, 10);
        path.point(1, 20);
        path.gap();
        path.gap();
        path.point(5, 30);

        assertEquals(
                List.of(MoveTo.class, LineTo.class, MoveTo.class, LineTo.class),
                path.line().stream().map(Object::getClass).toList());
        assertEquals(5, ((MoveTo) path.line().get(2)).getX());
        assertEquals(30, ((LineTo) path.line().get(3)).getY());
        assertEquals(8, path.area().size() + 1);
    }
}
