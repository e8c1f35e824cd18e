// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerProcess;
import io.replicaqueues.tests.broker.JolokiaClient;
import io.replicaqueues.tests.broker.JolokiaException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jolokia.json.JSONObject;

/** Looks at one broker over one HTTP connection that it keeps. For one thread. */
final class Looks {

    private static final int NO_SUCH_BEAN = 404;

    private final String broker;
    private final JolokiaClient jolokia;

    Looks(BrokerProcess broker) {
        this.broker = broker.name();
        this.jolokia = broker.jolokia();
    }

    /** Messages in an anycast queue on the address of its name. */
    long depth(String queue) throws IOException, InterruptedException, JolokiaException {
        return number(jolokia.read(queueBean(queue), "MessageCount"));
    }

    /** Whether there is such a queue. */
    boolean has(String queue) throws IOException, InterruptedException, JolokiaException {
        return !jolokia.search(queueBean(queue)).isEmpty();
    }

    /** Removes all messages of a queue. */
    void empty(String queue) throws IOException, InterruptedException, JolokiaException {
        jolokia.exec(queueBean(queue), "removeAllMessages()");
    }

    /** Makes a replica here, of the same name. */
    void createReplica(String original, String queue) throws IOException, InterruptedException, JolokiaException {
        jolokia.exec(ObjectNames.queueReplication(broker).toString(), "createReplica", original, queue);
    }

    /** Calls an operation of the broker itself. */
    void callBroker(String operation, Object... arguments) throws IOException, InterruptedException, JolokiaException {
        jolokia.exec(ObjectNames.DOMAIN + ":broker=\"" + broker + "\"", operation, arguments);
    }

    /** Calls an operation of any MBean. */
    void call(String mbean, String operation, Object... arguments)
            throws IOException, InterruptedException, JolokiaException {
        jolokia.exec(mbean, operation, arguments);
    }

    /** Makes a durable anycast queue on the address of its name. */
    void createQueue(String queue) throws IOException, InterruptedException, JolokiaException {
        JSONObject settings = new JSONObject();
        settings.put("name", queue);
        settings.put("address", queue);
        settings.put("routing-type", "ANYCAST");
        settings.put("durable", true);
        settings.put("auto-delete", false);
        callBroker("createQueue(java.lang.String)", settings.toJSONString());
    }

    /** Deletes a queue and its address. */
    void deleteQueue(String queue) throws IOException, InterruptedException, JolokiaException {
        callBroker("destroyQueue(java.lang.String,boolean,boolean)", queue, true, true);
    }

    /** Calls an operation of all replicas together. */
    void callReplication(String operation) throws IOException, InterruptedException, JolokiaException {
        jolokia.exec(ObjectNames.queueReplication(broker).toString(), operation);
    }

    /** Everything all replicas say of themselves. */
    List<?> replicas() throws IOException, InterruptedException, JolokiaException {
        return (List<?>) jolokia.read(ObjectNames.queueReplication(broker).toString(), "ReplicaStatuses");
    }

    /** Live threads of Java. */
    long threads() throws IOException, InterruptedException, JolokiaException {
        return number(jolokia.read("java.lang:type=Threading", "ThreadCount"));
    }

    /** Calls an operation of a replica. */
    void callReplica(String replica, String operation) throws IOException, InterruptedException, JolokiaException {
        jolokia.exec(ObjectNames.replica(broker, replica).toString(), operation);
    }

    /** Everything a replica says of itself. */
    Map<?, ?> replica(String queue) throws IOException, InterruptedException, JolokiaException {
        return jolokia.read(ObjectNames.replica(broker, queue).toString());
    }

    /** What the original says of its replicas; empty while none follows. */
    List<?> replicasOf(String queue) throws IOException, InterruptedException, JolokiaException {
        try {
            return (List<?>) jolokia.read(ObjectNames.original(broker, queue).toString(), "Replicas");
        } catch (JolokiaException e) {
            if (e.status() == NO_SUCH_BEAN) {
                return List.of();
            }
            throw e;
        }
    }

    static long number(Object value) {
        return ((Number) value).longValue();
    }

    private String queueBean(String queue) {
        return ObjectNames.DOMAIN + ":broker=\"" + broker + "\",component=addresses,address=\"" + queue
                + "\",subcomponent=queues,routing-type=\"anycast\",queue=\"" + queue + "\"";
    }
}
