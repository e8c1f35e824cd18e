// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.broker.BrokerPair;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come to the queue of a replica in the moment in which it is there and not followed yet. */
class ReplicaInTheMakingTest {

    private static final String QUEUE = "orders";

    /** Called by the codec, of which the broker makes one by itself. */
    private static volatile Runnable inTheMoment = () -> {};

    @TempDir
    private Path folder;

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private BrokerPair brokers;

    @BeforeEach
    void startBrokers() throws Exception {
        brokers = BrokerPair.start(folder);
        brokers.replica().server().getConfiguration().setWildCardConfiguration(new WildcardsThatLetClientsCome());
        brokers.original().createQueue(QUEUE);
        try (JMSContext producer = brokers.original().core().createContext()) {
            producer.createProducer().send(producer.createQueue(QUEUE), "the original's");
        }
    }

    @AfterEach
    void stopBrokers() throws Exception {
        inTheMoment = () -> {};
        brokers.close();
    }

    @Test
    void nobodySendsToIt() throws Exception {
        assertRefused(client -> client.createProducer().send(client.createQueue(QUEUE), "not the original's"));
    }

    @Test
    void nobodyConsumesFromIt() throws Exception {
        assertRefused(client -> client.createConsumer(client.createQueue(QUEUE)).close());
    }

    private void assertRefused(Consumer<JMSContext> action) throws Exception {
        inTheMoment = () -> {
            // Asked for more than once.
            inTheMoment = () -> {};
            assertTrue(brokers.replica().depth(QUEUE) == 0, "the queue is there");
            come(brokers.replica().core().createContext(), action);
            come(brokers.replica().amqp().createContext(), action);
        };

        brokers.createReplica(QUEUE);

        assertEquals(2, refusals.size(), refusals::toString);
        assertTrue(
                refusals.stream().allMatch(refusal -> refusal.contains("is just being made a replica")),
                refusals::toString);
        brokers.awaitParity(QUEUE);
        brokers.assertSameContent(QUEUE);
    }

    private void come(JMSContext client, Consumer<JMSContext> action) {
        try (client) {
            action.accept(client);
        } catch (JMSRuntimeException e) {
            refusals.add(e.getMessage());
        }
    }

    /** Are asked for when the queue has been created and is not followed yet. */
    private static final class WildcardsThatLetClientsCome extends WildcardConfiguration {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean isWild(CharSequence address) {
            inTheMoment.run();
            return super.isWild(address);
        }
    }
}
