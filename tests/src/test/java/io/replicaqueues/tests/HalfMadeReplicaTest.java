// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.mbeans.ObjectNames;
import io.replicaqueues.tests.broker.BrokerPair;
import io.replicaqueues.tests.broker.MixedMessages;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.utils.SensitiveDataCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A replica that does not come to be, for whatever reason, leaves the broker as it was. */
class HalfMadeReplicaTest {

    private static final String QUEUE = "orders";

    @TempDir
    private Path folder;

    private BrokerPair brokers;

    @SuppressWarnings("NonFinalStaticField") // the broker makes a codec anew each time
    private static volatile boolean masks;

    /** A codec that may only unmask, for a time. */
    public static final class DecodingOnly implements SensitiveDataCodec<String> {

        @Override
        public String decode(Object mask) {
            return mask.toString();
        }

        @Override
        public String encode(Object secret) {
            if (!masks) {
                throw new UnsupportedOperationException("this codec masks nothing");
            }
            return secret.toString();
        }
    }

    @BeforeEach
    void startBrokers() throws Exception {
        masks = true;
        brokers = BrokerPair.start(
                folder,
                original -> {},
                replica -> replica.configure(
                        configuration -> configuration.setPasswordCodec(DecodingOnly.class.getName())));
        brokers.original().createQueue(QUEUE);
        new MixedMessages(1, "one").largeEvery(0).send(brokers.original().core(), QUEUE, 3);
    }

    @AfterEach
    void stopBrokers() throws Exception {
        brokers.close();
    }

    @Test
    void aQueueIsNotCreatedIfThePasswordCannotBeMasked() throws Exception {
        masks = false;

        refused("the broker's codec cannot mask a password", this::create);

        assertNothingIsLeft();
    }

    @Test
    void aQueueKeepsItsSettingsIfThePasswordCannotBeMasked() throws Exception {
        QueueConfiguration before = createLimitedQueue();
        masks = false;

        refused("the broker's codec cannot mask a password", this::replicate);

        assertIsAsBefore(before);
    }

    @Test
    void aQueueThatWasCreatedIsDeletedIfItCannotFollow() throws Exception {
        WildcardConfiguration wildcards = configuration().getWildcardConfiguration();
        configuration().setWildCardConfiguration(null);

        refused("could not be created", this::create);

        assertNothingIsLeft();
        configuration().setWildCardConfiguration(wildcards);
        brokers.createReplica(QUEUE);
        brokers.awaitParity(QUEUE);
    }

    @Test
    void aQueueHasItsSettingsAgainIfItCannotFollow() throws Exception {
        QueueConfiguration before = createLimitedQueue();
        WildcardConfiguration wildcards = configuration().getWildcardConfiguration();
        configuration().setWildCardConfiguration(null);

        refused("could not become a replica", this::replicate);

        assertIsAsBefore(before);
        configuration().setWildCardConfiguration(wildcards);
        brokers.replica().stop();
        brokers.replica().start();
        assertIsAsBefore(before);
    }

    private Configuration configuration() {
        return brokers.replica().server().getConfiguration();
    }

    private void create() {
        brokers.replication().createReplica(brokers.original().address(), QUEUE);
    }

    private void replicate() {
        brokers.replication().replicate(brokers.original().address(), QUEUE);
    }

    private static void refused(String expected, Executable operation) {
        String line = assertThrows(RuntimeException.class, operation).getMessage();
        assertTrue(line.contains(expected), line);
        assertEquals(1, line.lines().count(), line);
    }

    private void assertNothingIsLeft() throws Exception {
        assertEquals(-1, brokers.replica().depth(QUEUE));
        assertIsNoReplica();
    }

    private void assertIsNoReplica() {
        assertFalse(
                BrokerPair.isRegistered(ObjectNames.replica(brokers.replica().name(), QUEUE)));
        assertEquals(
                0,
                brokers.replica()
                        .server()
                        .getStorageManager()
                        .getPersistedKeyValuePairs("queue-replication")
                        .size());
    }

    private QueueConfiguration createLimitedQueue() throws Exception {
        return brokers.replica()
                .server()
                .createQueue(QueueConfiguration.of(QUEUE)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setAutoDelete(false)
                        .setFilterString("colour IS NULL")
                        .setMaxConsumers(3)
                        .setRingSize(7L))
                .getQueueConfiguration();
    }

    private void assertIsAsBefore(QueueConfiguration before) throws Exception {
        assertIsNoReplica();
        assertEquals(
                withoutWhatIsNotStored(before),
                withoutWhatIsNotStored(
                        brokers.replica().server().locateQueue(QUEUE).getQueueConfiguration()));
        new MixedMessages(2, "two").largeEvery(0).send(brokers.replica().core(), QUEUE, 1);
        brokers.replica().server().locateQueue(QUEUE).deleteAllReferences();
    }

    private static String withoutWhatIsNotStored(QueueConfiguration settings) {
        return settings.setAutoCreateAddress(null).toJSON();
    }
}
