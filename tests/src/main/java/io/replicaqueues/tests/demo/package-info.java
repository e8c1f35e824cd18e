// SPDX-License-Identifier: Apache-2.0
/** The demo: two brokers, a replica and traffic, to look at. */
package io.replicaqueues.tests.demo;
