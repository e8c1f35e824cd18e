// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "node2:1099, service:jmx:rmi:///jndi/rmi://node2:1099/jmxrmi",
        "' [::1]:1099 ', service:jmx:rmi:///jndi/rmi://[::1]:1099/jmxrmi",
        "service:jmx:rmi:///jndi/rmi://node2:9/x, service:jmx:rmi:///jndi/rmi://node2:9/x"
    })
    void hostAndPortOrAJmxUrlIsJmx(String typed, String url) {
        BrokerAddress.Jmx address = assertInstanceOf(BrokerAddress.Jmx.class, BrokerAddress.parse(typed));

        assertEquals(url, address.url().toString());
    }

    @Test
    void anHttpUrlIsJolokiaAndNamesItsOrigin() {
        BrokerAddress.Jolokia address = assertInstanceOf(
                BrokerAddress.Jolokia.class, BrokerAddress.parse("https://node2:8161/console/jolokia/"));

        assertEquals("https://node2:8161/console/jolokia", address.url().toString());
        assertEquals("https://node2:8161", address.origin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "node2",
                "node2:0",
                "node2:70000",
                "node2:x",
                "service:jmx:jmxmp://node2:1",
                "service:jmx:",
                "http://user:secret@node2:8161/",
                "http://",
                "http://node2:8161/?a=b",
                "ftp://node2/"
            })
    void anythingElseIsRefusedWithTheFormsThatAreNot(String typed) {
        String text = assertThrows(IllegalArgumentException.class, () -> BrokerAddress.parse(typed))
                .getMessage();

        assertEquals(1, text.lines().count());
    }
}
