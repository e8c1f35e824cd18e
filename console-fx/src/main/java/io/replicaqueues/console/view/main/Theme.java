// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.main;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;

/** Light or dark, for all windows. For the JavaFX thread. */
public final class Theme {

    /** What the console adds to either. */
    public static final String STYLESHEET =
            Theme.class.getResource("/io/replicaqueues/console/console.css").toExternalForm();

    private Theme() {}

    /** Shows all windows, open or not, in that theme. */
    public static void apply(boolean dark) {
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
    }
}
