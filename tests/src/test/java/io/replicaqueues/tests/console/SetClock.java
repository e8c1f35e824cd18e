// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** This machine's clock, which somebody sets wrong. Any thread may call it. */
final class SetClock extends Clock {

    private final Clock right = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    void set(Duration by) {
        ahead = by;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(right.withZone(zone), ahead);
    }
}
