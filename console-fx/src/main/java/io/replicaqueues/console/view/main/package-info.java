// SPDX-License-Identifier: Apache-2.0
/** The window: what is above, beside and below the screens, and how they open each other. */
package io.replicaqueues.console.view.main;
