// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.mbeans.ReplicaState;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about an original that falls silent although its link looks alive: equality to it is not claimed any
 * longer, and after a while it is followed anew. Confined to the replica's executor.
 */
final class SilencePatience implements FeedWatch.Listener {

    private static final Logger LOGGER = LoggerFactory.getLogger(SilencePatience.class);
    private static final Duration PATIENCE_WHEN_LIVE = Duration.ofSeconds(10);
    /** The original says nothing while it lists a deep queue. */
    private static final Duration PATIENCE_IN_CATCH_UP = Duration.ofMinutes(5);

    private final ReplicaCondition condition;
    private final Holding holding;
    private final String original;
    private final Consumer<String> exhausted;

    /**
     * @param original where it is, as a person would name it
     * @param exhausted told why it has to be followed anew, as a line for the operator
     */
    SilencePatience(ReplicaCondition condition, Holding holding, String original, Consumer<String> exhausted) {
        this.condition = condition;
        this.holding = holding;
        this.original = original;
        this.exhausted = exhausted;
    }

    @Override
    public void silent(long sinceNanos) {
        condition.meters().silent(sinceNanos);
        if (condition.meters().inParity()) {
            LOGGER.info(
                    "Replica queue {} hears nothing of its original at {}",
                    condition.definition().queue(),
                    original);
        }
        condition.parity(false, "nothing is heard of the original at " + original);
    }

    /** What came last may have been damaged so that all that follows is taken for a part of it. */
    @Override
    public void stillSilent(long nanos) {
        Duration patience = condition.is(ReplicaState.LIVE) ? PATIENCE_WHEN_LIVE : PATIENCE_IN_CATCH_UP;
        if (nanos > patience.toNanos() && holding.isIdle()) {
            exhausted.accept("nothing was heard of the original at " + original + " for " + patience.toSeconds()
                    + " s although the link is up: following it anew");
        }
    }
}
