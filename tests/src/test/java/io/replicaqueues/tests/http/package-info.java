// SPDX-License-Identifier: Apache-2.0
/** Who may do what over HTTP on an instance of the distribution. */
package io.replicaqueues.tests.http;
