// SPDX-License-Identifier: Apache-2.0
/** What JMX clients see of the beans, and who may do what, over connectors and in the broker itself. */
package io.replicaqueues.tests.jmx;
