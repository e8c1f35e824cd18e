// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

/**
 * Limits and times of the connections to original brokers; immutable, may be used by any thread.
 *
 * @param connectTimeoutMillis how long one TCP connect may take, at least 1
 * @param openTimeoutMillis how long the peer may take to open a connection (TLS, SASL and AMQP together) or a link, at least 1
 * @param heartbeatMillis how often a live peer must be heard, at least 50; a peer that is silent for
 *     {@value #HEARTBEATS_MISSED} heartbeats is taken for dead
 * @param maxFrameSize largest AMQP frame to receive, in bytes, at least 512
 * @param maxPayloadSize largest message to receive, in bytes, at least 1; a link that brings a larger one is closed
 * @param maxPendingSends how many messages may wait for credit on one sender, at least 1; one more is refused
 */
public record AmqpSettings(
        int connectTimeoutMillis,
        int openTimeoutMillis,
        int heartbeatMillis,
        int maxFrameSize,
        int maxPayloadSize,
        int maxPendingSends) {

    /** The values used where nothing else is said: a dead peer is noticed after 8 s. */
    public static final AmqpSettings DEFAULT =
            new AmqpSettings(3_000, 10_000, 2_000, 256 * 1024, 64 * 1024 * 1024, 1_024);

    static final int HEARTBEATS_MISSED = 4;

    private static final int SMALLEST_MAX_FRAME_SIZE = 512;
    private static final int SMALLEST_HEARTBEAT_MILLIS = 50;

    public AmqpSettings {
        requireAtLeast(1, connectTimeoutMillis, "connectTimeoutMillis");
        requireAtLeast(1, openTimeoutMillis, "openTimeoutMillis");
        requireAtLeast(SMALLEST_HEARTBEAT_MILLIS, heartbeatMillis, "heartbeatMillis");
        requireAtLeast(SMALLEST_MAX_FRAME_SIZE, maxFrameSize, "maxFrameSize");
        requireAtLeast(1, maxPayloadSize, "maxPayloadSize");
        requireAtLeast(1, maxPendingSends, "maxPendingSends");
    }

    public AmqpSettings withConnectTimeoutMillis(int millis) {
        return new AmqpSettings(
                millis, openTimeoutMillis, heartbeatMillis, maxFrameSize, maxPayloadSize, maxPendingSends);
    }

    public AmqpSettings withOpenTimeoutMillis(int millis) {
        return new AmqpSettings(
                connectTimeoutMillis, millis, heartbeatMillis, maxFrameSize, maxPayloadSize, maxPendingSends);
    }

    public AmqpSettings withHeartbeatMillis(int millis) {
        return new AmqpSettings(
                connectTimeoutMillis, openTimeoutMillis, millis, maxFrameSize, maxPayloadSize, maxPendingSends);
    }

    public AmqpSettings withMaxFrameSize(int bytes) {
        return new AmqpSettings(
                connectTimeoutMillis, openTimeoutMillis, heartbeatMillis, bytes, maxPayloadSize, maxPendingSends);
    }

    public AmqpSettings withMaxPayloadSize(int bytes) {
        return new AmqpSettings(
                connectTimeoutMillis, openTimeoutMillis, heartbeatMillis, maxFrameSize, bytes, maxPendingSends);
    }

    public AmqpSettings withMaxPendingSends(int messages) {
        return new AmqpSettings(
                connectTimeoutMillis, openTimeoutMillis, heartbeatMillis, maxFrameSize, maxPayloadSize, messages);
    }

    /** Returns how long a peer may be silent before it is taken for dead, in milliseconds. */
    public int silenceMillis() {
        return Math.multiplyExact(heartbeatMillis, HEARTBEATS_MISSED);
    }

    private static void requireAtLeast(int smallest, int value, String name) {
        if (value < smallest) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at least " + smallest);
        }
    }
}
