// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewReplicaTest {

    @Test
    void theLoginGoesIntoTheOptionsAndNotIntoTheAddress() {
        NewReplica replica = replica("amqp://node1:5672", new Login("me", "it's=secret"), true);

        assertEquals("amqp://node1:5672", replica.addressBesideOptions());
        assertEquals("acknowledgement=sync,user=me,password=it's=secret", replica.options());
    }

    @Test
    void withoutALoginThereIsNone() {
        NewReplica replica = replica("node1", Login.NONE, false);

        assertEquals("node1", replica.addressBesideOptions());
        assertEquals("node1", replica.addressWithLogin());
        assertEquals("acknowledgement=async", replica.options());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", " a", "a ", "ENC(a)"})
    void aPasswordThatOptionsCannotHoldGoesEncodedIntoTheAddress(String password) {
        NewReplica replica = replica("amqp://node1", new Login("me", password), false);

        assertEquals("acknowledgement=async", replica.options());
        String encoded = password.replace(",", "%2C")
                .replace(" ", "%20")
                .replace("(", "%28")
                .replace(")", "%29");
        assertEquals("amqp://me:" + encoded + "@node1", replica.addressBesideOptions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node1:5672,node1b:5672 | me:p%40@node1:5672,node1b:5672",
                "amqps://node1?trustAll=true | amqps://me:p%40@node1?trustAll=true",
                "(amqp://node1,amqp://node1b) | (amqp://me:p%40@node1,amqp://node1b)",
                "[::1]:5672 | me:p%40@[::1]:5672"
            })
    void aLoginInAnAddressStandsBeforeTheFirstHost(String original, String expected) {
        assertEquals(expected, replica(original, new Login("me", "p@"), false).addressWithLogin());
    }

    @Test
    void whatIsShownOfItHasNoPassword() {
        assertFalse(replica("node1", new Login("me", "secret"), true).toString().contains("secret"));
    }

    private static NewReplica replica(String original, Login login, boolean isSynchronous) {
        return new NewReplica(original, login, "orders", "orders", isSynchronous);
    }
}
