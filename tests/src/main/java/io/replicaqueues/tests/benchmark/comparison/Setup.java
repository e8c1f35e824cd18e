// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.Locale;

/** What is compared. */
enum Setup {
    /** Two stock brokers that know nothing of each other: the second is idle. */
    NONE("the original alone, stock; the second broker idle"),
    /** The extension is loaded and enabled on both, and no queue is followed. */
    LOADED("extension loaded on both brokers, nothing followed"),
    /** One replica queue of the extension. */
    REPLICA("extension on both brokers, one replica queue, acknowledgement async"),
    /** The broker's own mirror over an AMQP broker connection. */
    MIRROR("both brokers stock, AMQP broker connection with `<mirror/>`, all its defaults but `retry-interval` 100 ms"),
    /** What a broker can store at all. */
    LIMIT("the second broker, stock, stores messages made in its own memory, in transactions of "
            + LimitPair.PER_TRANSACTION + " without waiting between them; the original idle"),
    /** The broker's own tool that moves messages. */
    TRANSFER("both brokers stock, `artemis transfer` run in the second one's instance, the start of the tool included"),
    /** The broker's own bridge over the Core protocol. */
    BRIDGE("both brokers stock, the same as of `transfer`, a core bridge made on the original, all its defaults"),
    /** The broker's own bridge over AMQP. */
    AMQP_BRIDGE(
            "both brokers stock, the same as of `transfer`, AMQP broker connection with `<bridge-to-queue>` on the original,"
                    + " all its defaults"),
    /** The link goes through a relay, which is what the delayed ones have in common. */
    RELAYED("as `replica`, the link through a relay on this machine", 0, 0),
    FAR("as `relayed`, everything 50 ms later in each direction", 0, 50),
    FAR_128("as `far`, property `window` of the plugin 128", 128, 50),
    FAR_512("as `far`, property `window` of the plugin 512", 512, 50);

    private final String meaning;
    private final int window;
    private final int delayMillis;

    Setup(String meaning) {
        this(meaning, 0, 0);
    }

    Setup(String meaning, int window, int delayMillis) {
        this.meaning = meaning;
        this.window = window;
        this.delayMillis = delayMillis;
    }

    /** As it stands in tables. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
        return meaning;
    }

    /** Frames on their way without a confirmation; 0 for the plugin's own value. */
    int window() {
        return window;
    }

    /** By how much the link is slower in each direction. */
    int delayMillis() {
        return delayMillis;
    }
}
