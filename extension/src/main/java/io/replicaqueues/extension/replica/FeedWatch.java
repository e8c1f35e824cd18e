// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import java.util.concurrent.TimeUnit;

/**
 * Notices that an original has fallen silent on a link that looks alive; confined to the replica's executor, but for
 * {@link #heard}, which any thread may call. A link whose other end is gone is given up by the connection itself, but
 * only after seconds in which the replica must not claim to be equal to an original it hears nothing of.
 */
final class FeedWatch {

    private final OrderedContext executor;
    private final Listener listener;

    private volatile long heardNanos;
    private long limitNanos;
    private boolean silent;
    private int watches;

    FeedWatch(OrderedContext executor, Listener listener) {
        this.executor = executor;
        this.listener = listener;
    }

    /** Hears of silence. */
    interface Listener {

        /**
         * Nothing has come for longer than the original promises; called once for each silence.
         *
         * @param sinceNanos {@link System#nanoTime()} of the last frame
         */
        void silent(long sinceNanos);

        /**
         * The silence goes on; called again and again.
         *
         * @param nanos for how long it has lasted
         */
        void stillSilent(long nanos);
    }

    /** Begins to watch a feed whose original promises a frame at least that often. */
    void begin(int heartbeatMillis) {
        watches++;
        silent = false;
        // A heartbeat may be late by half of itself before two of them count as missed.
        limitNanos = TimeUnit.MILLISECONDS.toNanos(heartbeatMillis) * 5 / 2;
        heard();
        checkLater(watches, Math.max(1, heartbeatMillis / 2));
    }

    /** A frame has arrived. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    void end() {
        watches++;
    }

    private void checkLater(int watch, int periodMillis) {
        executor.executeLater(periodMillis, () -> {
            if (watch != watches) {
                return;
            }
            long since = heardNanos;
            long quietNanos = System.nanoTime() - since;
            boolean quiet = quietNanos > limitNanos;
            if (quiet && !silent) {
                listener.silent(since);
            }
            silent = quiet;
            checkLater(watch, periodMillis);
            if (quiet) {
                listener.stillSilent(quietNanos);
            }
        });
    }
}
