// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import io.replicaqueues.extension.message.OriginalId;
import io.replicaqueues.tests.broker.EmbeddedBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.management.QueueControl;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/** What somebody does to a replica queue of Core messages, through the management of its broker or in the broker itself. */
enum Tampering {
    PURGED(Notice.DIGEST) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            control(broker, queue).removeAllMessages();
        }
    },
    ONE_REMOVED(Notice.DIGEST) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            if (control(broker, queue).removeMessages("sequence = 17") != 1) {
                throw new AssertionError("there is no such message");
            }
        }
    },
    MOVED_AWAY(Notice.DIGEST) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            if (control(broker, queue).moveMessages("sequence < 10", "DLQ") != 10) {
                throw new AssertionError("there are no such messages");
            }
        }
    },
    /** Past the hooks, as no operation of the management does it. */
    LOST(Notice.DEPTH) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            Queue replica = broker.server().locateQueue(queue);
            if (replica.removeReferenceWithID(references(replica).get(3).getMessageID()) == null) {
                throw new AssertionError("there is no such message");
            }
        }
    },
    FOREIGN_ADDED(Notice.DEPTH) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            CoreMessage foreign = new CoreMessage(0, 100);
            foreign.setDurable(true);
            foreign.putStringProperty("who", "somebody else");
            foreign.getBodyBuffer().writeString("not from the original");
            add(broker, queue, foreign);
        }
    },
    ONE_MORE_OF_THE_ORIGINAL_ADDED(Notice.DEPTH) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            Message other =
                    references(broker.server().locateQueue(queue)).get(5).getMessage();
            OriginalId mark = OriginalId.of(other);
            Message added = other.copy(0);
            new OriginalId(mark.origin(), Long.MAX_VALUE / 2, mark.fingerprint()).markOn(added);
            add(broker, queue, added);
        }
    },
    ONE_ADDED_TWICE(Notice.DEPTH) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            add(broker, queue, durable(broker, queue).copy(0));
        }
    },
    ALTERED(Notice.VERIFICATION) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) {
            references(broker.server().locateQueue(queue)).get(4).getMessage().putStringProperty("altered", "yes");
        }
    },
    /** Each bears the other's mark. */
    EXCHANGED(Notice.VERIFICATION) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) {
            List<MessageReference> references = references(broker.server().locateQueue(queue));
            Message one = references.get(2).getMessage();
            Message another = references.get(7).getMessage();
            OriginalId mark = OriginalId.of(one);
            OriginalId.of(another).markOn(one);
            mark.markOn(another);
        }
    },
    /** To the end of its priority, behind others that came later. */
    PUT_IN_ANOTHER_PLACE(Notice.VERIFICATION) {
        @Override
        void doTo(EmbeddedBroker broker, String queue) throws Exception {
            Queue replica = broker.server().locateQueue(queue);
            Message message = first(broker, queue, each -> each.getPriority() == jakarta.jms.Message.DEFAULT_PRIORITY);
            replica.addTail(replica.removeReferenceWithID(message.getMessageID()));
        }
    };

    /** What notices it. */
    enum Notice {
        /** The comparison of digests, within a heartbeat. */
        DIGEST,
        /** The depth of the queue, a second later; {@code verify()}; any reading of the queue, as after a restart. */
        DEPTH,
        /** {@code verify()} alone. */
        VERIFICATION
    }

    private final Notice notice;

    Tampering(Notice notice) {
        this.notice = notice;
    }

    Notice notice() {
        return notice;
    }

    abstract void doTo(EmbeddedBroker broker, String queue) throws Exception;

    private static QueueControl control(EmbeddedBroker broker, String queue) {
        return broker.server().getManagementService().getQueueControl(queue);
    }

    private static List<MessageReference> references(Queue queue) {
        List<MessageReference> references = new ArrayList<>();
        try (LinkedListIterator<MessageReference> each = queue.browserIterator()) {
            each.forEachRemaining(references::add);
        }
        return references;
    }

    /** Others are gone after a restart. */
    private static Message durable(EmbeddedBroker broker, String queue) {
        return first(broker, queue, Message::isDurable);
    }

    private static Message first(EmbeddedBroker broker, String queue, Predicate<Message> condition) {
        return references(broker.server().locateQueue(queue)).stream()
                .map(MessageReference::getMessage)
                .filter(condition)
                .findFirst()
                .orElseThrow();
    }

    /** Past the guard, as the replica itself does it. */
    private static void add(EmbeddedBroker broker, String queue, Message message) throws Exception {
        ActiveMQServer server = broker.server();
        message.setMessageID(server.getStorageManager().generateID());
        message.setAddress(SimpleString.of(queue));
        RoutingContextImpl route = new RoutingContextImpl(null);
        route.addQueue(SimpleString.of(queue), server.locateQueue(queue));
        server.getPostOffice().processRoute(message, route, false);
    }
}
