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
    /** The broker's own tool that moves messages. */
    TRANSFER("both brokers stock, `artemis transfer` run in the second one's instance, the start of the tool included"),
    /** The broker's own bridge over the Core protocol. */
    BRIDGE("both brokers stock, a core bridge made on the original, all its defaults");

    private final String meaning;

    Setup(String meaning) {
        this.meaning = meaning;
    }

    /** As it stands in tables. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }
}
