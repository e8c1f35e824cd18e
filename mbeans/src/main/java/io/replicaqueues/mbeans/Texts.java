// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

/** Descriptions that several parameters share. */
final class Texts {

    static final String ORIGINAL = "Address of the original broker: node1 (AMQP, port 5672), node1:5673,"
            + " amqp://user:secret@node1:5672, amqps://node1, or a list for a primary/backup pair:"
            + " node1:5672,node1b:5672.";

    private Texts() {}
}
