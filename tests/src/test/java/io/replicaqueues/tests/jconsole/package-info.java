// SPDX-License-Identifier: Apache-2.0
/** JConsole as an operator uses it: driven by the mouse, read from what it shows. Needs a display. */
package io.replicaqueues.tests.jconsole;
