// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    private static final String STOCK = "["
            + acceptor("AMQP,CORE,MQTT", "0.0.0.0", "61616", "") + ","
            + acceptor("AMQP", "0.0.0.0", "5672", "") + ","
            + acceptor("STOMP", "0.0.0.0", "61613", "") + ","
            + acceptor("AMQP", "node1.example.com", "5671", ",\"sslEnabled\":\"true\"") + ","
            + "{\"name\":\"in-vm\",\"params\":{\"serverId\":\"0\"}}]";

    private static String acceptor(String protocols, String host, String port, String more) {
        return "{\"params\":{\"protocols\":\"" + protocols + "\",\"host\":\"" + host + "\",\"port\":\"" + port + "\""
                + more + "}}";
    }

    @Test
    void portsForAmqpComeFirstAndThoseWithoutItNotAtAll() throws Exception {
        assertEquals(
                List.of("amqp://node1:5672", "amqps://node1.example.com:5671", "amqp://node1:61616"),
                addresses(STOCK, "node1"));
    }

    @Test
    void anAcceptorWithoutProtocolsSpeaksAll() throws Exception {
        String json = "[{\"params\":{\"host\":\"node1\",\"port\":5672}}]";

        assertEquals(List.of("amqp://node1:5672"), addresses(json, "elsewhere"));
    }

    @Test
    void aHostThatIsAnAddressOfVersion6StandsInBrackets() throws Exception {
        assertEquals(
                List.of("amqp://[2001:db8::1]:5672"),
                addresses("[" + acceptor("AMQP", "2001:db8::1", "5672", "") + "]", "node1"));
    }

    @Test
    void whatIsNoListOfAcceptorsIsSaidToBeNone() {
        assertThrows(ConnectionFailure.class, () -> Acceptor.in("<html>"));
    }

    private static List<String> addresses(String json, String managedAt) throws ConnectionFailure {
        return Acceptor.in(json).stream().map(each -> each.address(managedAt)).toList();
    }
}
