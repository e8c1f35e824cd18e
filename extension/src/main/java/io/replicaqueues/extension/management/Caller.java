// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import java.util.Set;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.logs.AuditLogger;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/** Who called an operation, and from where. Asked on the thread that calls, of which the broker knows it. */
final class Caller {

    private static final String RMI_THREAD = "RMI TCP Connection";

    private Caller() {}

    /**
     * The caller of this thread as the broker's audit log names one: {@code user(roles)@address}, {@code anonymous} and
     * {@code unknown} standing for what is not known.
     */
    static String current() {
        Subject subject = CurrentSubject.get();
        return AuditLogger.getCaller(subject == null ? AuditLogger.currentCaller.get() : named(subject), rmiAddress());
    }

    /** The broker's audit log looks for principals of its own login modules; a JVM's own JMX agent has another one. */
    private static Subject named(Subject subject) {
        boolean byBroker = !subject.getPrincipals(UserPrincipal.class).isEmpty();
        return byBroker
                ? subject
                : subject.getPrincipals(JMXPrincipal.class).stream()
                        .findFirst()
                        .map(principal ->
                                new Subject(true, Set.of(new UserPrincipal(principal.getName())), Set.of(), Set.of()))
                        .orElse(subject);
    }

    /** The address in the thread's name, as the one the broker keeps for a thread may be that of an earlier client. */
    private static String rmiAddress() {
        String name = Thread.currentThread().getName();
        return name.startsWith(RMI_THREAD) ? name.substring(name.indexOf('-') + 1) : null;
    }
}
