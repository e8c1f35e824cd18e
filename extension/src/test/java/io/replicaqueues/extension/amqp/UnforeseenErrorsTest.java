// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.artemis.api.core.TrustManagerFactoryPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt to connect that meets what nobody foresaw ends, and the next one is an attempt of its own. */
class UnforeseenErrorsTest {

    private static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.secured();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anAttemptThatGetsNoThreadForOneOfItsStepsEnds(int step) throws Exception {
        // The first endpoint takes no connection, so that there is a second step.
        OriginalAddress address = OriginalAddress.parse("amqp://admin:admin@127.0.0.1:1,127.0.0.1:" + broker.port());
        try (OriginalConnections connections =
                new OriginalConnections(AmqpSettings.DEFAULT, new ShortOfThreads(step))) {
            AmqpException failure = Outcome.failureOf(connections.acquire(address));

            assertEquals(Reason.UNREACHABLE, failure.reason());
            assertEquals(
                    "A connection to 127.0.0.1:1,127.0.0.1:" + broker.port() + " could not be tried: no thread",
                    failure.getMessage());
            assertTrue(Outcome.of(connections.acquire(address)).isOpen());
        }
    }

    @Test
    void anAttemptThatMeetsAnErrorInAStepEnds() {
        try (OriginalConnections connections = new OriginalConnections()) {
            AmqpException failure = Outcome.failureOf(connections.acquire(
                    OriginalAddress.parse("amqps://127.0.0.1?trustManagerFactoryPlugin=" + Unusable.class.getName())));

            assertTrue(failure.getMessage().endsWith(" could not be tried: a class is missing"), failure::getMessage);
        }
    }

    /** Has no thread for one task, the others it runs. */
    private static final class ShortOfThreads extends ThreadPoolExecutor {

        private final AtomicInteger untilShort;

        ShortOfThreads(int step) {
            super(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
            untilShort = new AtomicInteger(step);
        }

        @Override
        public void execute(Runnable task) {
            if (untilShort.decrementAndGet() == 0) {
                throw new InternalError("no thread");
            }
            super.execute(task);
        }
    }

    /** What an address can name that fails as a jar left out does. */
    public static final class Unusable implements TrustManagerFactoryPlugin {

        @Override
        public TrustManagerFactory getTrustManagerFactory() {
            throw new NoClassDefFoundError("a class is missing");
        }
    }
}
