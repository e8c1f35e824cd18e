// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs, as lines: a stack trace would be many. Closed by the thread that opened it. */
public final class RecordedLines extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines = new ArrayList<>();

    private RecordedLines(Logger logger) {
        this.logger = logger;
        setFormatter(new SimpleFormatter());
        logger.addHandler(this);
    }

    public static RecordedLines of(Class<?> type) {
        return new RecordedLines(Logger.getLogger(type.getName()));
    }

    /** So far, first line first. */
    public synchronized List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        getFormatter().formatMessage(entry).lines().forEach(lines::add);
        if (entry.getThrown() != null) {
            lines.add("stack trace of " + entry.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
