// SPDX-License-Identifier: Apache-2.0
/** What several screens share: texts, icons and how values are written. One package below for each screen. */
package io.replicaqueues.console.view;
