// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

/** Bytes on their way through a {@link TcpProxy}, in the hands of one thread at a time. */
final class Chunk {

    private final byte[] bytes;
    private final long arrived = System.nanoTime();

    /** Bytes that the proxy has just received; none at the end of the stream. */
    Chunk(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** When the proxy received them, by {@link System#nanoTime}. */
    long arrived() {
        return arrived;
    }

    boolean isEnd() {
        return bytes.length == 0;
    }
}
