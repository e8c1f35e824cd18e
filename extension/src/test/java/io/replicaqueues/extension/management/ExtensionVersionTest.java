// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExtensionVersionTest {

    @Test
    void itIsThatOfTheBuild() {
        assertTrue(ExtensionVersion.TEXT.matches("\\d+\\.\\d+\\.\\d+(-[A-Z0-9]+)?"), ExtensionVersion.TEXT);
    }
}
