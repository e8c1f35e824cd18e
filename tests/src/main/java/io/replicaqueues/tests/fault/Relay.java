// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One direction of one connection of a {@link TcpProxy}: a thread that reads and one that delivers, so that what waits
 * for its delivery does not keep more from being on its way. Its owner starts and stops it.
 */
final class Relay {

    private final Socket from;
    private final Socket to;
    private final Lane lane;
    private final Underway room;
    private final BlockingQueue<Chunk> underway;
    private final List<Thread> threads;

    /** Relays until the stream ends or breaks; {@code broken} is called when it breaks. */
    Relay(Socket from, Socket to, Underway room, Lane lane, Runnable broken) {
        this.from = from;
        this.to = to;
        this.room = room;
        this.underway = new ArrayBlockingQueue<>(room.chunks());
        this.lane = lane;
        this.threads = List.of(thread("reader", this::read, broken), thread("writer", this::write, broken));
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() {
        threads.forEach(Thread::interrupt);
    }

    boolean isRunning() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    private void read() throws IOException, InterruptedException {
        byte[] buffer = new byte[room.chunk()];
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            underway.put(new Chunk(Arrays.copyOf(buffer, count)));
        }
        underway.put(new Chunk(new byte[0]));
    }

    private void write() throws IOException, InterruptedException {
        Chunk chunk = underway.take();
        while (!chunk.isEnd()) {
            lane.await(chunk);
            to.getOutputStream().write(chunk.bytes());
            chunk = underway.take();
        }
        lane.await(chunk);
        to.shutdownOutput();
    }

    private static Thread thread(String name, Step step, Runnable broken) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException | InterruptedException connectionEnds) {
                        broken.run();
                    }
                },
                "tcp-proxy " + name);
        thread.setDaemon(true);
        return thread;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
