// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.security.auth.Subject;

/**
 * Who is logged in on this thread, asked of the Java that runs the broker: brokers before 2.44 have no answer of their own
 * for both the old way and the new. Safe on any thread.
 */
final class CurrentSubject {

    private static final MethodHandle CURRENT = find();

    private CurrentSubject() {}

    /** The subject, or null if nobody is logged in. */
    static Subject get() {
        try {
            return (Subject) CURRENT.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("Java does not tell who is logged in", e);
        }
    }

    private static MethodHandle find() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            return lookup.findStatic(Subject.class, "current", MethodType.methodType(Subject.class));
        } catch (ReflectiveOperationException beforeJava18) {
            return ofAccessControl(lookup);
        }
    }

    /** By name, as a later Java has neither. */
    private static MethodHandle ofAccessControl(MethodHandles.Lookup lookup) {
        try {
            Class<?> controller = Class.forName("java.security.AccessController");
            Class<?> context = Class.forName("java.security.AccessControlContext");
            return MethodHandles.foldArguments(
                    lookup.findStatic(Subject.class, "getSubject", MethodType.methodType(Subject.class, context)),
                    lookup.findStatic(controller, "getContext", MethodType.methodType(context)));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
