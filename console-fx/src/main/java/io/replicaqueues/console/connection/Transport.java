// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.management.ObjectName;

/**
 * MBeans over one protocol, each method one request. Values are plain: {@code String}, {@code Long}, {@code Double},
 * {@code Boolean}, {@code List}, {@code Map} and null; an object name is its text. Any thread may call it, several at
 * a time; {@link #close} ends what is under way.
 */
interface Transport extends AutoCloseable {

    /** How long anything that only looks may take. */
    Duration TO_READ = Duration.ofSeconds(10);

    /** Some attributes of one bean. */
    Attributes read(ObjectName bean, List<String> attributes) throws ConnectionFailure;

    /** The names that match a pattern. */
    Set<ObjectName> search(ObjectName pattern) throws ConnectionFailure;

    /**
     * Calls an operation.
     *
     * @param bean of whom
     * @param operation which
     * @param patience how long to wait for its end
     * @return what it returns
     */
    Object call(ObjectName bean, Operation operation, Duration patience) throws ConnectionFailure;

    @Override
    void close();

    /**
     * An operation and what it is called with.
     *
     * @param name of the operation
     * @param signature class names of the parameters
     * @param arguments their values
     */
    record Operation(String name, List<String> signature, List<Object> arguments) {

        private static final String TEXT = String.class.getName();
        private static final String INT = int.class.getName();

        /** With texts and ints. */
        static Operation of(String name, Object... arguments) {
            List<Object> values = List.of(arguments);
            return new Operation(
                    name,
                    values.stream()
                            .map(value -> value instanceof Integer ? INT : TEXT)
                            .toList(),
                    values);
        }

        /** As Jolokia wants it: with its signature, since operations may be overloaded. */
        String withSignature() {
            return name + "(" + String.join(",", signature) + ")";
        }
    }
}
