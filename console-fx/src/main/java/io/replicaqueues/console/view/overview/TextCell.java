// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.overview;

import io.replicaqueues.console.model.ReplicaRow;
import io.replicaqueues.console.model.ReplicaSight;
import java.util.function.BiFunction;

/** A text of a replica; numbers are aligned at the right by their style class. For the JavaFX thread. */
final class TextCell extends SightCell {

    private final BiFunction<ReplicaRow, ReplicaSight, String> text;

    TextCell(BiFunction<ReplicaRow, ReplicaSight, String> text) {
        this.text = text;
    }

    @Override
    void show(ReplicaRow row, ReplicaSight sight) {
        setText(text.apply(row, sight));
    }

    @Override
    void showNothing() {
        setText(null);
    }
}
