// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import io.replicaqueues.extension.message.PagedList;
import io.replicaqueues.extension.message.QueueListing;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A feed for tests: what the hooks and the session do with one, in short words. */
final class TestedFeed {

    static final int MAX_CHANGES = 100;
    static final long MAX_BYTES = 100_000;

    private final ChangeFeed feed = new ChangeFeed(MAX_CHANGES, MAX_BYTES);

    ChangeFeed feed() {
        return feed;
    }

    void followPaged(List<Message> inMemory, Roaring64Bitmap claimed, long... inPages) {
        feed.startRecording();
        feed.startCatchUp(listing(inMemory, inPages), claimed);
    }

    void follow(List<Message> content, Roaring64Bitmap claimed) {
        followPaged(content, claimed);
    }

    void startCatchUp(List<Message> content, Roaring64Bitmap claimed) {
        feed.startCatchUp(listing(content), claimed);
    }

    void add(long id) {
        feed.added(id, message(id));
    }

    List<Long> sendAll() {
        List<Long> sent = new ArrayList<>();
        feed.takeRemovals(Integer.MAX_VALUE);
        for (PendingAddition next = feed.poll(); next != null; next = feed.poll()) {
            feed.sent(next.id(), next.id() + 10);
            sent.add(next.id());
        }
        return sent;
    }

    static QueueListing listing(List<Message> inMemory, long... inPages) {
        PagedList paged = new PagedList();
        for (long id : inPages) {
            paged.add(id, id);
        }
        return new QueueListing(
                null, inMemory.stream().map(TestedFeed::referenceTo).toList(), paged);
    }

    private static MessageReference referenceTo(Message message) {
        MessageReference reference = MessageReference.Factory.createReference(message, null);
        reference.setScheduledDeliveryTime(message.getScheduledDeliveryTime());
        return reference;
    }

    static Message message(long id) {
        return message(id, 4);
    }

    static Message message(long id, int priority) {
        return new CoreMessage(id, 64).setPriority((byte) priority);
    }

    static Roaring64Bitmap ids(long... ids) {
        return Roaring64Bitmap.bitmapOf(ids);
    }
}
