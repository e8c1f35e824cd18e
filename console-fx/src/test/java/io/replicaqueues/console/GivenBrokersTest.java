// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenBrokersTest {

    @Test
    void brokersAndTheirPasswordsAreReadFromTheStandardInput() throws Exception {
        List<GivenBrokers.Given> given = GivenBrokers.from(
                List.of(GivenBrokers.ARGUMENT),
                input("[{\"name\":\"node2\",\"broker\":\"b\",\"address\":\"node2:1099\",\"user\":\"me\","
                        + "\"password\":\"pass\",\"colour\":\"#102030\"}]\nmore"));

        assertEquals(1, given.size());
        assertEquals("node2:1099", given.get(0).profile().address());
        assertEquals("b", given.get(0).profile().broker());
        assertEquals("#102030", given.get(0).profile().colour());
        assertEquals("pass", given.get(0).secrets().password());
        assertFalse(given.toString().contains("pass"));
    }

    @Test
    void theInputIsLeftAloneUnlessAskedFor() throws Exception {
        assertEquals(List.of(), GivenBrokers.from(List.of(), InputStream.nullInputStream()));
        assertEquals(List.of(), GivenBrokers.from(List.of(GivenBrokers.ARGUMENT), InputStream.nullInputStream()));
    }

    @Test
    void nonsenseIsRefusedWithoutRepeatingIt() {
        IOException refusal = assertThrows(
                IOException.class,
                () -> GivenBrokers.from(List.of(GivenBrokers.ARGUMENT), input("[{\"password\":\"pass\"")));

        assertFalse(refusal.getMessage().contains("pass"));
        assertNull(refusal.getCause());
        assertTrue(refusal.getMessage().contains("standard input"));
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
