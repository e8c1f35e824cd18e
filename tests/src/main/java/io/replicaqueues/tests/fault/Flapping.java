// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.fault;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicInteger;

/** A link that breaks again and again, until closed. Any thread may call it. */
public final class Flapping implements AutoCloseable {

    private final Timer timer = new Timer("flapping", true);
    private final AtomicInteger times = new AtomicInteger();

    Flapping(TcpProxy proxy, Duration period) {
        TimerTask cut = new TimerTask() {
            @Override
            public void run() {
                cut(proxy);
            }
        };
        timer.schedule(cut, period.toMillis(), period.toMillis());
    }

    /** How often connections have been reset: times without any are not counted. */
    public int times() {
        return times.get();
    }

    private void cut(TcpProxy proxy) {
        if (proxy.connections() > 0) {
            times.incrementAndGet();
            proxy.reset();
        }
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
