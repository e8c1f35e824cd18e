// SPDX-License-Identifier: Apache-2.0
/**
 * What the console knows, as observable state without controls: it is tested without a window. Properties and lists
 * change on the JavaFX thread alone; {@link io.replicaqueues.console.model.Delivery} brings changes there. A list is
 * given out as the same unmodifiable object every time: a wrapper that nobody keeps takes its listeners with it.
 */
package io.replicaqueues.console.model;
