// SPDX-License-Identifier: Apache-2.0
/** The management contract: MBean interfaces, the values they return and their object names. */
package io.replicaqueues.mbeans;
