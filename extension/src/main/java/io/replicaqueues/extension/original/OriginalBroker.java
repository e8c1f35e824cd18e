// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.QueueDepth;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.Protocol;
import io.replicaqueues.extension.wire.Welcome;
import io.replicaqueues.extension.wire.WireException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This broker as an original: answers replicas' requests and keeps a session for each. Called by the broker's hooks on
 * any thread.
 */
public final class OriginalBroker {

    private static final Logger LOGGER = LoggerFactory.getLogger(OriginalBroker.class);
    /** A replica that does not take the feed it opened, or does not say what it holds, for so long is gone. */
    private static final long IDLE_SECONDS = 30;

    private final ActiveMQServer server;
    private final FeedSettings settings;
    private final boolean enabled;
    private final InternalAddresses addresses;
    private final ClaimMemory claims = ClaimMemory.ofThisBroker();
    private final FollowedQueues followed = new FollowedQueues();
    private final AnnouncedDeletions deletions = new AnnouncedDeletions();
    private final ChangeCapture capture;
    private final FeedSessions sessions = new FeedSessions();
    private final Consumer<String> followersChanged;
    private ActivationHistory history;
    private ScheduledFuture<?> heartbeat;

    /**
     * @param enabled whether replicas may follow queues of this broker
     * @param followersChanged told the name of a queue whenever a replica has come or gone
     */
    public OriginalBroker(
            ActiveMQServer server, FeedSettings settings, boolean enabled, Consumer<String> followersChanged) {
        this.server = server;
        this.settings = settings;
        this.enabled = enabled;
        this.addresses = new InternalAddresses(server);
        this.capture = new ChangeCapture(server, followed, settings.maxPendingBytes());
        this.followersChanged = followersChanged;
    }

    /** The capture of changes, for the hooks; of no use if nothing may follow this broker's queues. */
    public ChangeCapture capture() {
        return capture;
    }

    /** Creates the addresses for requests; before clients can connect. */
    public void start() throws Exception {
        addresses.create();
        // Also while no queue may be followed: ids given now are not to be taken for those of a lost time.
        history = ActivationHistory.record(server.getStorageManager());
        if (enabled) {
            capture.recoverPreparedTransactions();
        }
        heartbeat = server.getScheduledPool()
                .scheduleWithFixedDelay(
                        this::heartbeat, settings.heartbeatMillis(), settings.heartbeatMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends every session; the replicas find the connection closed and come again. */
    public void stop() {
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        sessions.removeAll().forEach(FeedSession::end);
    }

    /** The queues that replicas follow now, each with what is known of its replicas. */
    public Map<String, List<FollowerStatus>> followers() {
        return sessions.all().stream()
                .collect(Collectors.groupingBy(
                        session -> session.queue().getName().toString(),
                        Collectors.mapping(FeedSession::status, Collectors.toList())));
    }

    /** The replicas of one queue. */
    public List<FollowerStatus> followers(String queue) {
        return sessions.ofQueue(queue).stream().map(FeedSession::status).toList();
    }

    /**
     * Handles a message that a client has sent to the control address and was allowed to send; does nothing for others.
     *
     * @throws ActiveMQException the refusal, whose text reaches the replica
     */
    public void afterSend(ServerSession session, Message message) throws ActiveMQException {
        if (!InternalAddresses.CONTROL.equals(message.getAddressSimpleString())) {
            return;
        }
        ControlRequest request = ControlRequest.of(message);
        if (request.isOpen()) {
            open(session, request);
            return;
        }
        FeedSession target = sessions.of(InternalAddresses.feed(request.feed()));
        if (target == null
                || !target.request()
                        .connection()
                        .equals(session.getRemotingConnection().getID())) {
            if (request.kind().equals(Protocol.MARK)) {
                // A replica that disconnects may have ended its feed already, and changes nothing by it.
                return;
            }
            throw new ActiveMQIllegalStateException("no feed " + request.feed() + " is open on this connection");
        }
        switch (request.kind()) {
            case Protocol.HOLD -> hold(target, request);
            case Protocol.FOLLOW -> target.follow(request.requiredNumber(Protocol.HELD));
            case Protocol.VERIFY -> target.verify(request.requiredNumber(Protocol.TOKEN));
            case Protocol.MARK -> target.mark();
            default -> throw new ActiveMQIllegalStateException("a request of an unknown kind");
        }
    }

    private static void hold(FeedSession target, ControlRequest request) throws ActiveMQException {
        try {
            target.hold(request.body());
        } catch (WireException e) {
            throw new ActiveMQIllegalStateException(e.getMessage());
        }
    }

    private void open(ServerSession session, ControlRequest control) throws ActiveMQException {
        // First of all: another version may say less, or more, in its request.
        requireVersion(control.version());
        FeedRequest request = new FeedRequest(
                control.feed(),
                control.required(Protocol.QUEUE),
                control.required(Protocol.REPLICA_NODE),
                control.required(Protocol.REPLICA_QUEUE),
                isSynchronous(control),
                Objects.requireNonNullElse(session.getValidatedUser(), ""),
                session.getRemotingConnection().getID(),
                session.getRemotingConnection().getRemoteAddress());
        Queue queue = admit(session, request);
        FeedQuota.requireRoom(sessions.all().stream().map(FeedSession::request), request);
        SimpleString feedName = InternalAddresses.feed(control.feed());
        try {
            FeedOutlet outlet = new FeedOutlet(server, addresses.createFeed(feedName), settings.window());
            FeedSession opened = new FeedSession(server, followed, request, queue, outlet, settings, claims.share());
            endEarlierOf(request);
            sessions.add(opened);
            if (deletions.isPending(queue)) {
                opened.beforeQueueIsDeleted();
            }
            if (server.locateQueue(queue.getName()) != queue) {
                // Deleted meanwhile: nobody would tell the replica.
                close(opened);
                throw noSuchQueue(request.queue());
            }
            opened.welcome(welcome(queue, control.optional(Protocol.KNOWN_ACTIVATION)));
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            LOGGER.warn("Opening a feed of queue {} failed", request.queue(), e);
            throw new ActiveMQIllegalStateException("original broker cannot open a feed: " + e);
        }
        followersChanged.accept(request.queue());
    }

    private Welcome welcome(Queue queue, String knownActivation) {
        return new Welcome(
                server.getNodeID().toString(),
                queue.getID(),
                history.present(),
                history.knownUntil(knownActivation),
                (int) settings.heartbeatMillis(),
                queue.getAddress().toString(),
                CurrentSettings.of(queue),
                QueueDepth.of(queue));
    }

    private static boolean isSynchronous(ControlRequest control) throws ActiveMQException {
        String acknowledgement = control.required(Protocol.ACKNOWLEDGEMENT);
        return switch (acknowledgement) {
            case Protocol.SYNC -> true;
            case Protocol.ASYNC -> false;
            default -> throw new ActiveMQIllegalStateException("unknown acknowledgement " + acknowledgement);
        };
    }

    private static void requireVersion(int version) throws ActiveMQException {
        if (version != Protocol.VERSION) {
            ActiveMQException refusal =
                    new ActiveMQIllegalStateException("the original broker speaks protocol version " + Protocol.VERSION
                            + " of queue replication, the replica " + version + ": " + Protocol.ANOTHER_VERSION);
            // The broker logs what it answers with its stack, and the replica asks every few seconds.
            refusal.setStackTrace(new StackTraceElement[0]);
            throw refusal;
        }
    }

    private Queue admit(ServerSession session, FeedRequest request) throws ActiveMQException {
        if (!enabled) {
            throw new ActiveMQIllegalStateException("queue replication is not enabled on the original broker "
                    + server.getConfiguration().getName()
                    + ": set the property queue-replication=yes of its ReplicaQueuesPlugin");
        }
        Queue queue = server.locateQueue(request.queue());
        checkPermission(session, request.queue(), queue);
        if (queue == null || queue.isInternalQueue()) {
            throw noSuchQueue(request.queue());
        }
        if (request.replicaNode().equals(server.getNodeID().toString())
                && request.replicaQueue().equals(request.queue())) {
            throw new ActiveMQIllegalStateException("queue " + request.queue()
                    + " cannot be a replica of itself: name another broker or another queue");
        }
        requireJournal(request, queue);
        return queue;
    }

    private ActiveMQNonExistentQueueException noSuchQueue(String queue) {
        return new ActiveMQNonExistentQueueException(
                "original broker " + server.getConfiguration().getName() + " has no queue " + queue
                        + ": check the name, or create the queue there first");
    }

    /** What is confirmed to a producer without being stored cannot be promised to be anywhere. */
    private void requireJournal(FeedRequest request, Queue queue) throws ActiveMQException {
        if (request.synchronous()
                && !(queue.isDurable() && server.getConfiguration().isPersistenceEnabled())) {
            throw new ActiveMQIllegalStateException(
                    "original queue " + request.queue()
                            + " is not stored by its broker, so acknowledgement=sync promises nothing: use acknowledgement=async");
        }
    }

    /** Asked before the queue is known to exist, so that a client learns nothing of queues it may not browse. */
    private void checkPermission(ServerSession session, String name, Queue queue) throws ActiveMQException {
        SimpleString queueName = SimpleString.of(name);
        SimpleString address = queue == null ? queueName : queue.getAddress();
        try {
            server.getSecurityStore().check(address, queueName, CheckType.BROWSE, session);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQSecurityException(e.getMessage());
        }
    }

    private void endEarlierOf(FeedRequest request) {
        for (FeedSession earlier : sessions.all()) {
            if (earlier.request().isFromSameReplica(request)) {
                close(earlier);
            }
        }
    }

    private void close(FeedSession session) {
        if (sessions.remove(session)) {
            session.deleteOutlet();
            followersChanged.accept(session.request().queue());
        }
    }

    /**
     * A message has left a queue: if it is a feed, its replica has confirmed a frame, or somebody else has removed one,
     * which ends the feed.
     *
     * @param consumer who took it; null if nobody did
     * @return whether it is a feed
     */
    public boolean frameConfirmed(Queue queue, ServerConsumer consumer) {
        if (sessions.isEmpty()) {
            return false;
        }
        FeedSession session = sessions.of(queue.getName());
        if (session == null) {
            return InternalAddresses.isFeed(queue);
        }
        if (consumer == null) {
            close(session);
        } else {
            session.confirmed();
        }
        return true;
    }

    /** Refuses a queue of a client's own on an internal address. */
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        addresses.beforeCreateQueue(queue);
    }

    /** Refuses a message that a client sends to a queue of the extension. */
    public void beforeMessageRoute(RoutingContext context) throws ActiveMQException {
        addresses.beforeMessageRoute(context);
    }

    /** Refuses to let anybody look into a feed. */
    public void beforeCreateConsumer(Queue queue, boolean browseOnly) throws ActiveMQException {
        if (browseOnly && InternalAddresses.isFeed(queue)) {
            throw InternalAddresses.refusal("browse " + queue.getName());
        }
    }

    /** Refuses everybody but the replica that opened a feed as its consumer. */
    public void afterCreateConsumer(ServerConsumer consumer) throws ActiveMQException {
        if (!InternalAddresses.isFeed(consumer.getQueue())) {
            return;
        }
        FeedSession session = sessions.of(consumer.getQueue().getName());
        if (session == null || !session.request().connection().equals(consumer.getConnectionID())) {
            closeQuietly(consumer);
            throw new ActiveMQSecurityException("only the replica that opened a feed may take it");
        }
    }

    private static void closeQuietly(ServerConsumer consumer) {
        try {
            consumer.close(true);
        } catch (Exception e) {
            LOGGER.debug("A refused consumer of a feed could not be closed", e);
        }
    }

    /** Ends the session whose replica has closed its end. */
    public void afterCloseConsumer(ServerConsumer consumer) {
        FeedSession session = sessions.of(consumer.getQueue().getName());
        if (session != null && session.request().connection().equals(consumer.getConnectionID())) {
            close(session);
        }
    }

    /** Ends the sessions of a connection that has gone. */
    public void afterDestroyConnection(Object connection) {
        for (FeedSession session : sessions.all()) {
            if (session.request().connection().equals(connection)) {
                close(session);
            }
        }
    }

    /** Lets the replicas of a queue that is about to be deleted keep what they hold. */
    public void beforeDestroyQueue(Queue queue) {
        if (queue.isInternalQueue()) {
            return;
        }
        deletions.announced(queue);
        sessions.all().stream().filter(session -> session.queue() == queue).forEach(FeedSession::beforeQueueIsDeleted);
    }

    /** Tells the replicas of a deleted queue; they keep what they hold. */
    public void afterDestroyQueue(Queue queue) {
        deletions.done(queue);
        for (FeedSession session : sessions.all()) {
            if (session.queue() == queue) {
                session.queueIsDeleted(new Farewell(
                        Farewell.Reason.DELETED,
                        "original queue " + queue.getName() + " was deleted on broker "
                                + server.getConfiguration().getName()));
            }
        }
    }

    private void heartbeat() {
        deletions.heartbeat();
        Instant longAgo = Instant.now().minusSeconds(IDLE_SECONDS);
        for (FeedSession session : sessions.all()) {
            if (session.isAbandonedSince(longAgo)) {
                close(session);
            } else {
                session.heartbeat();
            }
        }
    }
}
