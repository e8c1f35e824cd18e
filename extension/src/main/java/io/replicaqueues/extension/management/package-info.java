// SPDX-License-Identifier: Apache-2.0
/** The implementations of the MBeans and their registration. */
package io.replicaqueues.extension.management;
