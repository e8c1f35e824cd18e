// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import io.replicaqueues.console.connection.ReplicaReading;
import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a broker's clock stands to this machine's. A broker does not say what time it is, but the times that it tells give
 * it away: none can be later than now, and the parity of a replica that is in parity is proved every few seconds.
 * Immutable.
 *
 * @param ahead how far it is ahead, at least; negative if it is behind; zero unless it is off
 */
public record BrokerClock(Duration ahead) {

    static final BrokerClock UNSUSPECTED = new BrokerClock(Duration.ZERO);

    /** The answer takes its time, and clocks that are kept by NTP differ by less. */
    private static final Duration AHEAD_THAT_COUNTS = Duration.ofSeconds(2);

    /** A link that is silent is given up within ten seconds. */
    private static final Duration BEHIND_THAT_COUNTS = Duration.ofSeconds(-15);

    /** What is known after another answer. What was known stays until something proves the contrary. */
    BrokerClock after(List<ReplicaReading> replicas, Instant now) {
        Optional<Duration> latest = replicas.stream()
                .flatMap(BrokerClock::times)
                .max(Instant::compareTo)
                .map(time -> Duration.between(now, time));
        if (latest.filter(each -> each.compareTo(AHEAD_THAT_COUNTS) > 0).isPresent()) {
            boolean isMore = latest.get().compareTo(ahead) > 0;
            return isMore || replicas.stream().anyMatch(BrokerClock::isProof) ? new BrokerClock(latest.get()) : this;
        }
        Optional<Duration> proved = replicas.stream()
                .filter(BrokerClock::isProof)
                .flatMap(reading -> reading.lastParityTime().stream())
                .max(Instant::compareTo)
                .map(time -> Duration.between(now, time));
        if (proved.isEmpty()) {
            return this;
        }
        return proved.get().compareTo(BEHIND_THAT_COUNTS) < 0 ? new BrokerClock(proved.get()) : UNSUSPECTED;
    }

    private static boolean isProof(ReplicaReading reading) {
        return reading.state() == ReplicaState.LIVE && reading.inParity();
    }

    private static Stream<Instant> times(ReplicaReading reading) {
        return Stream.of(
                        reading.stateSince(),
                        reading.connectedSince(),
                        reading.lastParityTime(),
                        reading.lastErrorTime())
                .flatMap(Optional::stream);
    }

    /** Whether its times cannot be compared with this machine's. */
    public boolean isOff() {
        return !ahead.isZero();
    }

    /**
     * How long ago one of its times was.
     *
     * @param now by this machine's clock
     * @return never negative; empty if its clock is off
     */
    public Optional<Duration> age(Instant time, Instant now) {
        if (isOff()) {
            return Optional.empty();
        }
        Duration age = Duration.between(time, now);
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }
}
