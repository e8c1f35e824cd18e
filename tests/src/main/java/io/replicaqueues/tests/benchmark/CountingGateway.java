// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Hands requests on to a Jolokia endpoint and counts them by the first part of their path. Any thread may call it. */
final class CountingGateway implements AutoCloseable {

    private final URI endpoint;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    private CountingGateway(URI endpoint) throws IOException {
        this.endpoint = endpoint;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::hand);
    }

    static CountingGateway to(URI endpoint) throws IOException {
        CountingGateway gateway = new CountingGateway(endpoint);
        gateway.server.start();
        return gateway;
    }

    /** The endpoint's address, as it is seen by whom to count under a name. */
    URI addressFor(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + "/jolokia");
    }

    long count(String name) {
        return counts.computeIfAbsent(name, any -> new LongAdder()).sum();
    }

    private void hand(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        counts.computeIfAbsent(path.substring(1, path.indexOf('/', 1)), any -> new LongAdder())
                .increment();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
