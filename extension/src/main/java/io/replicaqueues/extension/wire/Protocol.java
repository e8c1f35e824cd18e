// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

/**
 * Names and numbers on which both ends of a feed must agree.
 *
 * <p>A replica sends requests to {@link #CONTROL_ADDRESS} of the original broker as AMQP messages whose application
 * properties are named here and whose body is a single data section. The original answers a request with the outcome
 * of its delivery, and sends frames through a queue of its own for each feed ({@link #FEED_PREFIX} and the feed id).
 *
 * <table>
 * <caption>Requests ({@link #REQUEST})</caption>
 * <tr><td>{@link #OPEN}</td><td>begins a feed: {@link #VERSION_KEY}, {@link #FEED}, {@link #QUEUE},
 *     {@link #REPLICA_NODE}, {@link #REPLICA_QUEUE}, {@link #ACKNOWLEDGEMENT}, {@link #KNOWN_ACTIVATION}; answered by a
 *     {@link Welcome} frame</td></tr>
 * <tr><td>{@link #HOLD}</td><td>{@link #FEED}; body: a chunk of the ids the replica holds ({@link IdSetCodec})</td></tr>
 * <tr><td>{@link #FOLLOW}</td><td>{@link #FEED}, {@link #HELD}; all held ids were sent, changes may come</td></tr>
 * <tr><td>{@link #VERIFY}</td><td>{@link #FEED}, {@link #TOKEN}; answered by {@link Manifest} frames</td></tr>
 * <tr><td>{@link #MARK}</td><td>{@link #FEED}; answered by a frame of the present position</td></tr>
 * </table>
 *
 * <p>Every request bears a {@link #CHECKSUM} over all of it ({@link RequestChecksum}), every frame one at its end.
 */
public final class Protocol {

    /** Raised whenever a peer of the version before could misunderstand a frame or a request. */
    public static final int VERSION = 2;

    public static final String CONTROL_ADDRESS = "$queue-replication.control";
    public static final String FEED_PREFIX = "$queue-replication.feed.";
    /**
     * A queue that is there where the extension is loaded. A replica looks it up as it would a subscription, the one
     * thing a broker never creates just because somebody asks.
     */
    public static final String PRESENCE_QUEUE = "queue-replication:global";

    public static final String PRESENCE_ADDRESS = "$queue-replication.presence";
    /** Every internal address begins with it. */
    public static final String INTERNAL_PREFIX = "$queue-replication.";

    /** Matches every internal address, for address and security settings. */
    public static final String INTERNAL_MATCH = "$queue-replication.#";

    public static final String REQUEST = "request";
    public static final String OPEN = "open";
    public static final String HOLD = "hold";
    public static final String FOLLOW = "follow";
    public static final String VERIFY = "verify";
    public static final String MARK = "mark";

    public static final String VERSION_KEY = "version";
    public static final String FEED = "feed";
    public static final String QUEUE = "queue";
    public static final String REPLICA_NODE = "replica-node";
    public static final String REPLICA_QUEUE = "replica-queue";
    /** The original broker's activation that the replica followed last; left out if it followed none. */
    public static final String KNOWN_ACTIVATION = "known-activation";

    /** How many ids the replica holds, to be compared with what {@link #HOLD} has brought. */
    public static final String HELD = "held";

    /** {@link #SYNC} if producers are to wait for the replica, else {@link #ASYNC}. */
    public static final String ACKNOWLEDGEMENT = "acknowledgement";

    public static final String SYNC = "sync";
    public static final String ASYNC = "async";
    public static final String TOKEN = "token";
    public static final String CHECKSUM = "checksum";

    /** Begins the refusal of a request whose checksum is wrong: the replica is to try again. */
    public static final String DAMAGED_REQUEST = "a request was damaged on its way";

    /** Ends the refusal of a peer that speaks another version: the replica is to try again. */
    public static final String ANOTHER_VERSION = "use the same version of the extension on both brokers";

    /** A request's body stays below the size from which the broker would store it as a large message. */
    public static final int MAX_REQUEST_BODY = 60_000;

    /** Bytes of a request as a whole: names of queues can be long. */
    public static final int MAX_REQUEST = 4 * MAX_REQUEST_BODY;

    static final byte WELCOME_FRAME = 1;
    static final byte CHANGES_FRAME = 2;
    static final byte MANIFEST_FRAME = 3;
    static final byte FAREWELL_FRAME = 4;

    private Protocol() {}
}
