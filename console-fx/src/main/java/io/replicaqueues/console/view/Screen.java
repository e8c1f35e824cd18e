// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import javafx.scene.Parent;

/** What fills a tab of the window. For the JavaFX thread. */
public interface Screen {

    /** What to show: the same node every time. */
    Parent root();

    /** Lets go of all it listens to: its tab is gone and it is not shown again. */
    default void close() {}
}
