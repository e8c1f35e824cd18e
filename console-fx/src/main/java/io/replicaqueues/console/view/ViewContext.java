// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import io.replicaqueues.console.model.ConsoleModel;
import io.replicaqueues.console.settings.Preferences;

/**
 * What every screen is given. Immutable; its parts are for the JavaFX thread.
 *
 * @param model what there is to show
 * @param texts in the person's language
 * @param values likewise
 * @param preferences what a screen remembers
 * @param files asks for files to read and to write
 */
public record ViewContext(ConsoleModel model, Texts texts, Values values, Preferences preferences, FileChoice files) {}
