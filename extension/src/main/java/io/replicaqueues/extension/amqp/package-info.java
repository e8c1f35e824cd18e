// SPDX-License-Identifier: Apache-2.0
/** How it travels: AMQP 1.0 on Netty and Proton-J. */
package io.replicaqueues.extension.amqp;
