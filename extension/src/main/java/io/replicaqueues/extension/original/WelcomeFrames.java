// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.wire.Farewell;
import io.replicaqueues.extension.wire.Welcome;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * The frames with which a feed begins and ends, and by which the replica hears of changed settings. Confined to the
 * session's thread.
 */
final class WelcomeFrames {

    private final Queue queue;
    private final FeedOutlet outlet;
    /** As the replica has received it last; null before the first. */
    private Welcome latest;

    WelcomeFrames(Queue queue, FeedOutlet outlet) {
        this.queue = queue;
        this.outlet = outlet;
    }

    void send(Welcome welcome) throws Exception {
        latest = welcome;
        ByteBuf frame = Unpooled.buffer(1024).writeZero(FeedOutlet.HEADROOM);
        welcome.write(frame);
        outlet.send(frame);
    }

    /** Says the settings of the queue anew if they are others by now. */
    void sendChangedSettings() throws Exception {
        if (latest == null || !outlet.hasRoom()) {
            return;
        }
        String settings = CurrentSettings.of(queue);
        if (!settings.equals(latest.settings())) {
            send(latest.withSettings(settings));
        }
    }

    void send(Farewell farewell) throws Exception {
        ByteBuf frame = Unpooled.buffer(256).writeZero(FeedOutlet.HEADROOM);
        farewell.write(frame);
        outlet.send(frame);
    }
}
