// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.logs.AuditLogger;
import org.slf4j.Logger;

/**
 * Writes the operations of one MBean into the broker's audit logs: the call into {@code org.apache.activemq.audit.base},
 * its outcome into {@code org.apache.activemq.audit.resource}. Safe on any thread; must be called on the client's.
 */
final class Audit {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    private final String target;

    /** @param target what the operations are called on, for a person to read */
    Audit(String target) {
        this.target = target;
    }

    /** An operation without a result. */
    void run(String operation, Runnable task) {
        call(operation, () -> {
            task.run();
            return null;
        });
    }

    /**
     * An operation with a result.
     *
     * @param arguments none of them a secret
     */
    <T> T call(String operation, Supplier<T> task, String... arguments) {
        Logger calls = AuditLogger.BASE_LOGGER.getLogger();
        if (calls.isInfoEnabled()) {
            calls.info("User {} is calling {} on {}", Caller.current(), inOneLine(operation, arguments), line(target));
        }
        T result;
        try {
            result = task.get();
        } catch (RuntimeException | Error e) {
            outcome(operation, arguments, "refused: " + line(String.valueOf(e.getMessage())));
            throw e;
        }
        outcome(operation, arguments, "done");
        return result;
    }

    private void outcome(String operation, String[] arguments, String outcome) {
        Logger outcomes = AuditLogger.RESOURCE_LOGGER.getLogger();
        if (outcomes.isInfoEnabled()) {
            outcomes.info(
                    "User {} called {} on {}: {}",
                    Caller.current(),
                    inOneLine(operation, arguments),
                    line(target),
                    outcome);
        }
    }

    private static String inOneLine(String operation, String... arguments) {
        return Arrays.stream(arguments).map(Audit::line).collect(Collectors.joining(", ", operation + "(", ")"));
    }

    /** Nobody shall write a line of his own into the log by a name that holds a line feed. */
    private static String line(String text) {
        return CONTROL.matcher(String.valueOf(text)).replaceAll("?");
    }
}
