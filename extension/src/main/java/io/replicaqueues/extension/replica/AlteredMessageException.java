// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

/** A message is not the one that the original announced; the text is a line for the operator. */
final class AlteredMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long id;

    AlteredMessageException(long id) {
        super("message " + id + " of the original arrived with other content than announced");
        this.id = id;
    }

    /** The message's id on the original broker. */
    long id() {
        return id;
    }
}
