// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import io.replicaqueues.console.connection.Transport.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a call over JMX whose connection is made too late, with a server that answers when it is let. */
class JmxTransportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Operation COUNT = Operation.of("count");

    private final Counter counter = new Counter();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch letIn = new CountDownLatch(1);
    private final AtomicInteger connected = new AtomicInteger();
    private final RMIJRMPServerImpl served;
    private final RMIConnectorServer connector;
    private ObjectName bean;
    private Registry registry;
    private JmxTransport transport;

    JmxTransportTest() throws IOException {
        served = new RMIJRMPServerImpl(0, null, null, Map.of());
        MBeanServer beans = MBeanServerFactory.newMBeanServer();
        connector = new RMIConnectorServer(new JMXServiceURL("service:jmx:rmi://"), Map.of(), served, beans);
    }

    /** What is called. */
    public interface CounterMBean {
        void count();
    }

    /** Counts its calls. */
    public static final class Counter implements CounterMBean {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void count() {
            calls.incrementAndGet();
        }
    }

    /** Accepts nobody before it may: who connects waits for the first bytes. */
    private final class HeldSocket extends ServerSocket {

        HeldSocket() throws IOException {
            super(0, 50, InetAddress.getLoopbackAddress());
        }

        @Override
        public Socket accept() throws IOException {
            Socket socket = super.accept();
            asked.countDown();
            try {
                letIn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return socket;
        }
    }

    @BeforeEach
    void start() throws Exception {
        bean = new ObjectName("test:type=Counter");
        connector.getMBeanServer().registerMBean(counter, bean);
        connector.addNotificationListener(
                (opened, any) -> connected.incrementAndGet(),
                opened -> opened.getType().equals("jmx.remote.connection.opened"),
                null);
        connector.start();
        HeldSocket held = new HeldSocket();
        registry = LocateRegistry.createRegistry(0, null, port -> held);
        registry.bind("jmxrmi", served.toStub());
        BrokerAddress address = BrokerAddress.parse("127.0.0.1:" + held.getLocalPort());
        transport = new JmxTransport((BrokerAddress.Jmx) address, Login.NONE, Tls.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        letIn.countDown();
        transport.close();
        connector.stop();
        UnicastRemoteObject.unexportObject(registry, true);
    }

    @Test
    void anOperationIsNotCarriedOutOnceItWasSaidThatThereIsNoAnswer() {
        ConnectionFailure failure =
                assertThrows(ConnectionFailure.class, () -> transport.call(bean, COUNT, Duration.ofMillis(200)));

        assertEquals(Reason.TIMED_OUT, failure.reason());
        assertNothingIsDoneWhenTheConnectionIsThere();
    }

    @Test
    void norOnceTheBrokerWasLeft() throws Exception {
        CompletableFuture<Object> call = CompletableFuture.supplyAsync(() -> {
            try {
                return transport.call(bean, COUNT, PATIENCE);
            } catch (ConnectionFailure e) {
                throw new CompletionException(e);
            }
        });
        asked.await();

        transport.close();

        CompletionException failure = assertThrows(CompletionException.class, call::join);
        assertEquals(Reason.CLOSED, ((ConnectionFailure) failure.getCause()).reason());
        assertNothingIsDoneWhenTheConnectionIsThere();
    }

    @Test
    void whatIsCalledInTimeIsCarriedOut() throws Exception {
        letIn.countDown();

        transport.call(bean, COUNT, PATIENCE);

        assertEquals(1, counter.calls.get());
    }

    private void assertNothingIsDoneWhenTheConnectionIsThere() {
        letIn.countDown();
        await().atMost(PATIENCE).until(() -> connected.get() == 1);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> counter.calls.get() == 0);
    }
}
