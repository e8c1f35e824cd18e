// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingCallsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final PendingCalls calls = new PendingCalls("broker:8161");

    @Test
    void anAnswerThatIsThereIsTaken() throws Exception {
        assertEquals("answer", calls.await(CompletableFuture.completedFuture("answer"), PATIENCE));
    }

    @Test
    void noAnswerIsTakenOnceTheConnectionIsClosedHoweverQuickItWas() {
        calls.close();

        assertClosed(CompletableFuture.completedFuture("answer"));
    }

    @Test
    void aCallThatIsMadeAfterwardsIsGivenUp() {
        CompletableFuture<String> call = new CompletableFuture<>();
        calls.close();

        assertClosed(call);
        assertTrue(call.isCancelled());
    }

    private void assertClosed(CompletableFuture<String> call) {
        ConnectionFailure failure = assertThrows(ConnectionFailure.class, () -> calls.await(call, PATIENCE));
        assertEquals(Reason.CLOSED, failure.reason());
    }
}
