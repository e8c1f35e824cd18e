// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import static org.awaitility.Awaitility.await;

import io.replicaqueues.console.connection.BrokerProfile;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** The models without a window; the thread that owns them is one of the test's. */
abstract class TestedModel {

    final ExecutorService owner = Executors.newSingleThreadExecutor();
    final ConsoleModel model = new ConsoleModel(owner, Duration.ofMillis(500));
    final ScriptedBroker node2 = new ScriptedBroker();

    @AfterEach
    void close() {
        onOwner(() -> {
            model.close();
            return null;
        });
        owner.shutdown();
    }

    BrokerModel connect() {
        return onOwner(() -> model.connect(profile(), node2));
    }

    static BrokerProfile profile() {
        return BrokerProfile.of("node2", "node2:1099", "me");
    }

    ReplicaRow row() {
        return model.brokers().replicas().get(0);
    }

    void awaitCondition(Condition condition) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> onOwner(() ->
                        !model.brokers().replicas().isEmpty() && row().sight().condition() == condition));
    }

    <T> T onOwner(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, owner).join();
    }
}
