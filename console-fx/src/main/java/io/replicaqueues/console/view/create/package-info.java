// SPDX-License-Identifier: Apache-2.0
/** The form that creates replicas. */
package io.replicaqueues.console.view.create;
