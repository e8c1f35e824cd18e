// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.junit.jupiter.api.Test;

class FeedQuotaTest {

    @Test
    void aUserHasSoManyFeedsAndNotOneMore() throws Exception {
        FeedQuota.requireRoom(feeds("eve", FeedQuota.MOST - 1), feed("eve", "another"));

        assertEquals(
                "user 'eve' has 10000 feeds open on the original broker: let some of these replicas log in as another user",
                assertThrows(
                                ActiveMQException.class,
                                () -> FeedQuota.requireRoom(feeds("eve", FeedQuota.MOST), feed("eve", "another")))
                        .getMessage());
    }

    @Test
    void theFeedsOfOthersDoNotCount() throws Exception {
        FeedQuota.requireRoom(feeds("eve", FeedQuota.MOST), feed("alice", "another"));
    }

    @Test
    void aReplicaThatComesAgainTakesThePlaceOfItsEarlierFeed() throws Exception {
        FeedQuota.requireRoom(feeds("eve", FeedQuota.MOST), feed("eve", "replica 1"));
    }

    private static Stream<FeedRequest> feeds(String user, int count) {
        return IntStream.range(0, count).mapToObj(i -> feed(user, "replica " + i));
    }

    private static FeedRequest feed(String user, String replica) {
        return new FeedRequest("feed", "orders", "node", replica, false, user, "connection", "127.0.0.1:5672");
    }
}
