// SPDX-License-Identifier: Apache-2.0
/** What can be done with replicas: buttons, questions before and reports after. */
package io.replicaqueues.console.view.actions;
