// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

/** The replica broker has no room for a message; the text, a line for the operator, says what is full. */
final class NoRoomException extends Exception {

    private static final long serialVersionUID = 1L;

    NoRoomException(String lack) {
        super(lack);
    }
}
