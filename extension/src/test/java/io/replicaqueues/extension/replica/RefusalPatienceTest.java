// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.wire.WireException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalPatienceTest {

    private final FollowException refusal = FollowException.extensionMissing("node1:5672");
    private final FollowException outage =
            FollowException.of(new WireException("connection broke"), FollowException.Step.FEED);

    /** Close to where a nano clock begins anew. */
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    private final RefusalPatience patience = new RefusalPatience(() -> now);

    @Test
    void aRefusalCountsOnceItHasLastedTenSeconds() {
        assertFalse(patience.isExhaustedBy(refusal));
        pass(9_999);
        assertFalse(patience.isExhaustedBy(refusal));
        pass(1);
        assertTrue(patience.isExhaustedBy(refusal));
    }

    @Test
    void anOutageBetweenTwoRefusalsBeginsAnew() {
        assertFalse(patience.isExhaustedBy(refusal));
        pass(9_000);
        assertFalse(patience.isExhaustedBy(outage));
        pass(9_000);
        assertFalse(patience.isExhaustedBy(refusal));
    }

    @Test
    void anOutageNeverNeedsAPerson() {
        assertFalse(patience.isExhaustedBy(outage));
        pass(60_000);
        assertFalse(patience.isExhaustedBy(outage));
    }

    @Test
    void afterALinkItBeginsAnew() {
        assertFalse(patience.isExhaustedBy(refusal));
        patience.renew();
        pass(10_000);
        assertFalse(patience.isExhaustedBy(refusal));
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
