// SPDX-License-Identifier: Apache-2.0
/**
 * Brokers as the console sees them: {@link io.replicaqueues.console.connection.BrokerConnection}, over JMX RMI or
 * over Jolokia. Everything here may block and nothing here knows JavaFX; no open type leaves the package.
 */
package io.replicaqueues.console.connection;
