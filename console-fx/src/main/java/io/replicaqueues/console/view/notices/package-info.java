// SPDX-License-Identifier: Apache-2.0
/** How a person who looks elsewhere is told: a list, a bell with a count, toasts, the desktop's messages and a sound. */
package io.replicaqueues.console.view.notices;
