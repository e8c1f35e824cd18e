// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to happen when a future is done, where nobody waits for that in turn; stateless, may be used by any thread.
 *
 * <p>A callback that throws is logged: the future it would vanish in is seen by no one.
 */
final class Completion {

    private static final Logger LOGGER = LoggerFactory.getLogger(Completion.class);

    private Completion() {}

    /** Calls back once, with the result or else the failure; the futures of this package fail with nothing else. */
    static <T> void of(CompletableFuture<T> future, Consumer<T> onResult, Consumer<AmqpException> onFailure) {
        observe(future, (result, failure) -> {
            if (failure == null) {
                onResult.accept(result);
            } else {
                onFailure.accept((AmqpException) failure);
            }
        });
    }

    /** Completes the second future as the first is. */
    static <T> void relay(CompletableFuture<? extends T> from, CompletableFuture<T> to) {
        observe(from, (result, failure) -> {
            if (failure == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    private static <T> void observe(CompletableFuture<T> future, BiConsumer<T, Throwable> callback) {
        var unused = future.whenComplete((result, failure) -> {
            try {
                callback.accept(result, failure);
            } catch (RuntimeException e) {
                LOGGER.warn("A listener of the connections to original brokers failed", e);
            }
        });
    }
}
