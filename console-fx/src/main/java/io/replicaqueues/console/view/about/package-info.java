// SPDX-License-Identifier: Apache-2.0
/** Which versions are at work, and under which licences. */
package io.replicaqueues.console.view.about;
