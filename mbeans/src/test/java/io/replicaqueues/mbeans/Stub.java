// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import javax.management.ObjectName;

/** Implementations of interfaces that return what they are told, and something of the right type otherwise. */
final class Stub {

    private static final Map<Class<?>, Object> DEFAULTS = Map.of(
            long.class,
            7L,
            boolean.class,
            true,
            String.class,
            "text",
            ReplicaState.class,
            ReplicaState.LIVE,
            ObjectName[].class,
            new ObjectName[0],
            ReplicaStatus[].class,
            new ReplicaStatus[0],
            OriginalReplica[].class,
            new OriginalReplica[0]);

    private Stub() {}

    static <T> T of(Class<T> type) {
        return of(type, Map.of());
    }

    static <T> T of(Class<T> type, Map<String, Object> results) {
        Map<String, Object> byMethod = new HashMap<>(results);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        byMethod.getOrDefault(method.getName(), DEFAULTS.get(method.getReturnType()))));
    }
}
