// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestChecksumTest {

    private static final byte[] BODY = {1, 2, 3};

    @Test
    void itCoversEveryPropertyAndTheBody() {
        Map<String, Object> request = new HashMap<>();
        RequestChecksum.KEYS.forEach(key -> request.put(key, "value of " + key));
        int checksum = RequestChecksum.of(request, BODY);

        for (String key : RequestChecksum.KEYS) {
            Map<String, Object> altered = new HashMap<>(request);
            altered.put(key, "value oF " + key);
            assertNotEquals(checksum, RequestChecksum.of(altered, BODY), key);
            altered.remove(key);
            assertNotEquals(checksum, RequestChecksum.of(altered, BODY), key);
        }
        assertNotEquals(checksum, RequestChecksum.of(request, new byte[] {1, 2, 2}));
        assertEquals(checksum, RequestChecksum.of(request::get, BODY.clone()));
    }

    @Test
    void aPropertyThatItDoesNotCoverIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> RequestChecksum.of(Map.of("another", 1), BODY));
    }
}
