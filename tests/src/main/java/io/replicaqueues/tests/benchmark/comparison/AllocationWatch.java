// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.JolokiaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one broker allocates on its heap from now on, to about a megabyte: how much more is in use, and what collections,
 * as its log of them says, have freed meanwhile. For one thread.
 */
final class AllocationWatch {

    private static final double MB = 1e6;
    private static final long BYTES_OF_M = 1 << 20;
    private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\(");

    private final BrokerProcess broker;
    private final int linesBefore;
    private final long usedBefore;

    AllocationWatch(BrokerProcess broker) throws IOException, InterruptedException, JolokiaException {
        this.broker = broker;
        // What the heap has reached when all is collected is in the log; later collections are counted from here.
        this.usedBefore = broker.heapInUse();
        this.linesBefore = lines().size();
    }

    /** The option of a broker's JVM that this needs. */
    static String logOption(Path instance) {
        return "-Xlog:gc:file=" + log(instance);
    }

    double megabytes() throws IOException, InterruptedException, JolokiaException {
        long used;
        List<String> lines;
        do {
            lines = lines();
            used = broker.heapUsed();
        } while (lines.size() != lines().size());
        long freed = 0;
        for (String line : lines.subList(linesBefore, lines.size())) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                freed += (Long.parseLong(collection.group(1)) - Long.parseLong(collection.group(2))) * BYTES_OF_M;
            }
        }
        return (used - usedBefore + freed) / MB;
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log(broker.instance()));
    }

    private static Path log(Path instance) {
        return instance.resolve("log").resolve("gc.log");
    }
}
