// SPDX-License-Identifier: Apache-2.0
/**
 * The desktop console: shows brokers, queues and replicas, and starts, stops and disconnects replication over JMX RMI
 * or Jolokia. It knows the management contract and never the broker's classes.
 */
package io.replicaqueues.console;
