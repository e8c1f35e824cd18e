// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.Locale;

/**
 * What the load client does with the queue of one broker, at full speed. Any thread may call it.
 *
 * @param port of the broker on 127.0.0.1
 * @param producers how many, each with a connection of its own; they share {@code messages}
 * @param blocking whether a producer waits for the confirmation of each message before it sends the next
 * @param consumers how many, each with a connection of its own; none: the messages stay in the queue
 * @param messages durable messages that are sent, and consumed if there are consumers
 * @param size bytes of a message's body
 */
record Load(int port, int producers, boolean blocking, int consumers, int messages, int size) implements Task {

    static final String KIND = "full-speed";

    /** Producers that wait for nothing but the broker's flow control. */
    static Load asynchronous(int producers, int messages, int size) {
        return new Load(0, producers, false, 0, messages, size);
    }

    /** Producers that wait for each confirmation. */
    static Load blocking(int producers, int messages, int size) {
        return new Load(0, producers, true, 0, messages, size);
    }

    Load withConsumers(int number) {
        return new Load(port, producers, blocking, number, messages, size);
    }

    Load to(int brokerPort) {
        return new Load(brokerPort, producers, blocking, consumers, messages, size);
    }

    /** For a heading. */
    String scale() {
        return scale(messages, size);
    }

    static String scale(int messages, int size) {
        return String.format(Locale.ROOT, "%,d messages of %,d bytes", messages, size);
    }

    @Override
    public String line() {
        return Task.line(KIND, port, producers, blocking, consumers, messages, size);
    }

    static Load parse(String[] words) {
        return new Load(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Boolean.parseBoolean(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]),
                Integer.parseInt(words[6]));
    }
}
