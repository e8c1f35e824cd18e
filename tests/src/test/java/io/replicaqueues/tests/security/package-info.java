// SPDX-License-Identifier: Apache-2.0
/** Who may do what over the link, what is logged of whom, and what is never shown. */
package io.replicaqueues.tests.security;
