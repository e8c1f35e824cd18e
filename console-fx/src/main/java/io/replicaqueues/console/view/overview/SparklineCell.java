// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;

/** The last five minutes of a replica. For the JavaFX thread. */
final class SparklineCell extends SightCell {

    private final Sparkline sparkline = new Sparkline();

    @Override
    void show(ReplicaRow row, ReplicaSight sight) {
        sparkline.show(row.history().recent());
        setGraphic(sparkline);
    }

    @Override
    void showNothing() {
        setGraphic(null);
    }
}
