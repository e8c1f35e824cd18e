// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.BrokerLogs;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The program of the process that producers and consumers live in. Each line it reads is a {@link Task}: it connects,
 * answers {@code ready}, begins when it reads {@code go}, and answers with {@link LoadTimes} or {@link Lags}.
 */
public final class LoadClient {

    static final String QUEUE = "orders";
    static final String READY = "ready";
    static final String GO = "go";

    private LoadClient() {}

    /**
     * Serves loads until its input ends.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        BrokerLogs.configure();
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(run(Task.parse(line), commands));
            }
        }
        System.exit(0);
    }

    private static String run(Task task, BufferedReader commands)
            throws JMSException, IOException, InterruptedException, ExecutionException {
        if (task instanceof Load load) {
            return run(load, commands).line();
        }
        try (Pacer pacer = Pacer.connect((PacedLoad) task)) {
            awaitWord(commands);
            return pacer.run().line();
        }
    }

    private static LoadTimes run(Load load, BufferedReader commands)
            throws JMSException, IOException, InterruptedException, ExecutionException {
        CountDownLatch consumed = new CountDownLatch(load.consumers() == 0 ? 0 : load.messages());
        List<LoadProducer> producers = new ArrayList<>();
        List<LoadConsumer> consumers = new ArrayList<>();
        try {
            for (int number = 0; number < load.producers(); number++) {
                producers.add(LoadProducer.connect(load, number));
            }
            for (int number = 0; number < load.consumers(); number++) {
                consumers.add(LoadConsumer.connect(load, consumed));
            }
            awaitWord(commands);
            long began = System.nanoTime();
            sendAll(producers);
            double sent = secondsSince(began);
            consumed.await();
            return new LoadTimes(sent, consumers.isEmpty() ? 0 : secondsSince(began));
        } finally {
            for (LoadProducer producer : producers) {
                producer.close();
            }
            for (LoadConsumer consumer : consumers) {
                consumer.close();
            }
        }
    }

    private static void awaitWord(BufferedReader commands) throws IOException {
        System.out.println(READY);
        if (!GO.equals(commands.readLine())) {
            throw new IOException("No word to begin");
        }
    }

    private static void sendAll(List<LoadProducer> producers) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(producers.size());
        try {
            for (Future<Void> sent : threads.invokeAll(producers)) {
                sent.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
