// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.messages;

import io.replicaqueues.console.model.messages.Finding;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The icon of a finding. Stateless. */
final class FindingLook {

    private FindingLook() {}

    static Ikon icon(Finding finding) {
        return switch (finding) {
            case ALONE -> Feather.MINUS;
            case SAME -> Feather.CHECK;
            case DIFFERENT -> Feather.X_OCTAGON;
            case OTHER_PAGE -> Feather.COPY;
            case ON_ITS_WAY -> Feather.SEND;
            case UNCERTAIN -> Feather.HELP_CIRCLE;
            case MISSING -> Feather.MINUS_CIRCLE;
            case UNEXPECTED -> Feather.PLUS_CIRCLE;
        };
    }
}
