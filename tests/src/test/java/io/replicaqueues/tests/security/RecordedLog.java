// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What one logger of this JVM, and those below it, write from now on until it is closed. Any thread may call it. */
final class RecordedLog extends Handler implements AutoCloseable {

    private final Logger logger;
    private final Level levelBefore;
    private final boolean passedOnBefore;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    private RecordedLog(String name) {
        this.logger = Logger.getLogger(name);
        this.levelBefore = logger.getLevel();
        this.passedOnBefore = logger.getUseParentHandlers();
    }

    /** Sets the logger's level and records from then on; nothing of it reaches the log of the tests. */
    static RecordedLog of(String name, Level level) {
        RecordedLog recorded = new RecordedLog(name);
        recorded.setLevel(Level.ALL);
        recorded.logger.setUseParentHandlers(false);
        recorded.logger.addHandler(recorded);
        recorded.logger.setLevel(level);
        return recorded;
    }

    /** The messages so far, with their arguments in place and their stack traces. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord entry) {
        StringWriter line = new StringWriter().append(formatter.formatMessage(entry));
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(line));
        }
        lines.add(line.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(levelBefore);
        logger.setUseParentHandlers(passedOnBefore);
    }
}
