// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

/**
 * Messages sent at a steady rate, which a browser sees arrive. Any thread may call it.
 *
 * @param port of the broker that one asynchronous producer sends to
 * @param watched port of the broker whose queue is browsed
 * @param rate messages a second
 * @param messages how many
 * @param size bytes of a message's body
 */
record PacedLoad(int port, int watched, int rate, int messages, int size) implements Task {

    static final String KIND = "paced";

    @Override
    public String line() {
        return Task.line(KIND, port, watched, rate, messages, size);
    }

    static PacedLoad parse(String[] words) {
        return new PacedLoad(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]));
    }
}
