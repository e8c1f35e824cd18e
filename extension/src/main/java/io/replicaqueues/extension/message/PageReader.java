// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.impl.Page;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * Reads messages from the pages of an address; for one thread at a time. Keeps the messages of the page it read last, so
 * that reading in the order of positions reads every page once and holds one at a time.
 */
public final class PageReader {

    private static final long NO_PAGE = -1;

    private final PagingStore store;
    private long page = NO_PAGE;
    private List<PagedMessage> messages = List.of();

    /** @param store the queue's, null if it never pages */
    public PageReader(PagingStore store) {
        this.store = store;
    }

    /** Returns the message at the position, acknowledged or not, or null if its page has been deleted. */
    public PagedMessage read(long position) {
        int number = PagePositions.number(position);
        if (PagePositions.page(position) != page || number >= messages.size()) {
            // The page that is being written grows.
            messages = messagesOf(PagePositions.page(position));
            page = PagePositions.page(position);
        }
        if (number >= messages.size()) {
            return null;
        }
        PagedMessage message = messages.get(number);
        var unused = completed(message.getMessage());
        return message;
    }

    /**
     * Lets an AMQP message that was read from a page know what it is: until its sections are read it counts as durable,
     * and without a header it is not.
     */
    public static Message completed(Message message) {
        if (message instanceof AMQPMessage amqp && !message.isLargeMessage()) {
            amqp.getHeader();
        }
        return message;
    }

    /** The messages of one page as it is now; empty if there is no such page. */
    List<PagedMessage> messagesOf(long number) {
        Page used = store == null ? null : store.usePage(number, true, false);
        if (used == null) {
            return List.of();
        }
        try {
            return copy(used);
        } catch (Exception e) {
            throw new IllegalStateException("page " + number + " of " + store.getAddress() + " cannot be read", e);
        } finally {
            used.usageDown();
        }
    }

    /** The page may be written at this moment: its own lock keeps the list still while it is copied. */
    private static List<PagedMessage> copy(Page page) throws Exception {
        synchronized (page) {
            List<PagedMessage> copy = new ArrayList<>(page.getMessages().size());
            try (LinkedListIterator<PagedMessage> each = page.getMessages().iterator()) {
                while (each.hasNext()) {
                    copy.add(each.next());
                }
            }
            return copy;
        }
    }

    /** Gives back the memory of the page that was read last. */
    public void release() {
        page = NO_PAGE;
        messages = List.of();
    }
}
