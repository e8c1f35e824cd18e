// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The connections to a port on this machine at a moment, as Linux knows them; needs {@code ss}. Any thread may read it. */
record Sockets(Map<String, Traffic> byPeer) {

    private static final Pattern ACKNOWLEDGED = Pattern.compile("bytes_acked:(\\d+)");
    private static final Pattern RECEIVED = Pattern.compile("bytes_received:(\\d+)");
    private static final int PEER = 3;

    /**
     * Bytes of the stream of one connection, seen from the port.
     *
     * @param out sent, and confirmed by the peer's system
     * @param in received
     */
    record Traffic(long out, long in) {

        private static final Traffic NONE = new Traffic(0, 0);
    }

    /** What is connected to a port now. */
    static Sockets at(int port) throws IOException, InterruptedException {
        Process ss = new ProcessBuilder("ss", "-tniHO", "state", "established", "sport = :" + port)
                .redirectErrorStream(true)
                .start();
        String output = new String(ss.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (ss.waitFor() != 0) {
            throw new IOException("ss says " + output);
        }
        Map<String, Traffic> byPeer = new HashMap<>();
        for (String line : output.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            byPeer.put(words[PEER], new Traffic(number(ACKNOWLEDGED, line), number(RECEIVED, line)));
        }
        return new Sockets(byPeer);
    }

    int count() {
        return byPeer.size();
    }

    /** What these connections have carried since an earlier moment. */
    Traffic since(Sockets earlier) {
        long out = 0;
        long in = 0;
        for (Map.Entry<String, Traffic> connection : byPeer.entrySet()) {
            Traffic before = earlier.byPeer.getOrDefault(connection.getKey(), Traffic.NONE);
            out += connection.getValue().out() - before.out();
            in += connection.getValue().in() - before.in();
        }
        return new Traffic(out, in);
    }

    /** Linux leaves out what is 0. */
    private static long number(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
