// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RouteContextList;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Keeps everybody but the original from changing a replica queue; browsing is allowed. Called by the broker's hooks on
 * any thread.
 */
public final class ReplicaGuard {

    private final Map<SimpleString, ReplicaQueue> replicas = new ConcurrentHashMap<>();
    private final Set<SimpleString> notLoaded = ConcurrentHashMap.newKeySet();
    private final Set<SimpleString> unreadable = ConcurrentHashMap.newKeySet();
    private final Set<SimpleString> becomingReplicas = ConcurrentHashMap.newKeySet();

    /** Protects every replica queue of which something is stored, whether it can be loaded or not. */
    public static ReplicaGuard ofStored(StorageManager storage) {
        ReplicaGuard guard = new ReplicaGuard();
        new DefinitionStore(storage).queues().map(SimpleString::of).forEach(guard.notLoaded::add);
        return guard;
    }

    /** What was stored is protected in another way by now, or is no replica. */
    void everythingLoaded() {
        notLoaded.clear();
    }

    void protect(ReplicaQueue replica) {
        replicas.put(SimpleString.of(replica.queueName()), replica);
    }

    /** A replica queue whose definition is not understood: nobody can follow into it, and nobody may change it. */
    void protectUnreadable(String queue) {
        unreadable.add(SimpleString.of(queue));
    }

    /** Lets nobody change a queue of this name, there or still to be created, until it has become a replica. */
    void beginAdoption(String queue) {
        becomingReplicas.add(SimpleString.of(queue));
    }

    /** The queue has become a replica, or has not. */
    void endAdoption(String queue) {
        becomingReplicas.remove(SimpleString.of(queue));
    }

    /** @throws IllegalStateException if the queue is a replica whose definition is not understood */
    void requireReadable(String queue) {
        if (unreadable.contains(SimpleString.of(queue))) {
            throw new IllegalStateException(unreadableText(queue, "let it follow"));
        }
    }

    void lift(String queue) {
        replicas.remove(SimpleString.of(queue));
    }

    /** Refuses a consumer of a replica queue, unless it only browses. */
    public void beforeCreateConsumer(Queue queue, boolean browseOnly) throws ActiveMQException {
        ActiveMQException refusal = browseOnly ? null : refusal(queue, "consume from it");
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Refuses a message on its way to a replica queue, whoever sends it. */
    public void beforeMessageRoute(RoutingContext context) throws ActiveMQException {
        if (replicas.isEmpty() && unreadable.isEmpty() && becomingReplicas.isEmpty() && notLoaded.isEmpty()) {
            return;
        }
        for (RouteContextList queues : context.getContexListing().values()) {
            refuseRoute(context, queues.getDurableQueues());
            refuseRoute(context, queues.getNonDurableQueues());
        }
    }

    private void refuseRoute(RoutingContext context, List<Queue> queues) throws ActiveMQException {
        for (Queue queue : queues) {
            ActiveMQException refusal = refusal(queue, "send to it");
            if (refusal != null) {
                if (context.getTransaction() != null) {
                    // Without this the transaction would commit, and the message be silently gone.
                    context.getTransaction().markAsRollbackOnly(refusal);
                }
                throw refusal;
            }
        }
    }

    /** Refuses to delete a replica queue; one whose definition is not understood has no other way to end. */
    public void beforeDestroyQueue(Queue queue) throws ActiveMQException {
        ActiveMQException refusal = unreadable.contains(queue.getName()) ? null : refusal(queue, "delete it");
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Notes that a message leaves a queue; of a replica queue only the original may take messages. */
    public void messageAcknowledged(Transaction transaction, MessageReference reference) {
        if (replicas.isEmpty()) {
            return;
        }
        ReplicaQueue replica = replicas.get(reference.getQueue().getName());
        if (replica != null) {
            replica.messageLeft(transaction, reference);
        }
    }

    /** Why nobody may do that with the queue, or null if it is none to protect. */
    private ActiveMQException refusal(Queue queue, String what) {
        ReplicaQueue replica = replicas.get(queue.getName());
        if (replica != null) {
            return refusal(replica, what);
        }
        if (becomingReplicas.contains(queue.getName())) {
            return new ActiveMQSecurityException("queue " + queue.getName() + " is just being made a replica: to "
                    + what + ", disconnect it afterwards");
        }
        if (notLoaded.contains(queue.getName())) {
            return new ActiveMQSecurityException("queue " + queue.getName()
                    + " is a replica, and queue replication could not be started on this broker: to " + what
                    + ", mend what the broker's log says of it and restart the broker");
        }
        return unreadable.contains(queue.getName())
                ? new ActiveMQSecurityException(unreadableText(queue.getName().toString(), what))
                : null;
    }

    private static String unreadableText(String queue, String what) {
        return "queue " + queue + " is a replica whose stored definition this version of the extension cannot read: to "
                + what + ", install the version that wrote it again";
    }

    /** Only a security exception is taken by every protocol as a refusal of this one request. */
    private static ActiveMQSecurityException refusal(ReplicaQueue replica, String what) {
        return new ActiveMQSecurityException("queue " + replica.queueName() + " is a replica of "
                + replica.originalText() + " and read-only: to " + what
                + ", end replication with disconnect() of its ReplicaQueue MBean first");
    }
}
