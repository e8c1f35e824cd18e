// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaOptionsTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutOptionsTheDefaultsHold(String text) {
        assertEquals(ReplicaOptions.NONE, ReplicaOptions.parse(text));
        assertEquals("async", ReplicaOptions.NONE.acknowledgement());
    }

    @Test
    void spacesAroundOptionsDoNotMatterAndAPasswordMayHoldAnEqualsSign() {
        assertEquals(
                new ReplicaOptions("async", "anna", "a=b"),
                ReplicaOptions.parse(" user = anna , password=a=b, acknowledgement=async "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    colour=blue                 | unknown option 'colour': allowed are
                    user                        | an option is no key=value pair: allowed are
                    user=anna,                  | an option is no key=value pair: allowed are
                    user=anna,user=bert         | option 'user' is given twice: allowed are
                    acknowledgement=never       | unknown acknowledgement 'never': allowed are
                    acknowledgement=synch       | unknown acknowledgement 'synch': allowed are
                    user=a,password=b,c=d       | unknown option after the password: allowed are
                    password=topsecret          | option 'password' is given without 'user': allowed are
                    user=anna                   | option 'user' is given without 'password': allowed are
                    """)
    void whatIsWrongIsSaidInOneLineWithWhatIsAllowed(String options, String reason) {
        String message = reasonAgainst(options);

        assertTrue(message.startsWith(reason), message);
        assertEquals(1, message.lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user=anna,password=top,secret",
                "user=anna,password=top,secret=1",
                "password=secret",
                "user=anna,password=secret,password=secret",
                "user=anna,password=secret,colour=blue",
                "user=anna,password=secret,acknowledgement=never",
                "user=anna password=secret",
                "user=anna;password=secret",
                "acknowledgement=sync;password=secret",
                "password:secret=1"
            })
    void noPartOfAPasswordIsEverShown(String options) {
        assertFalse(reasonAgainst(options).contains("secret"));
        assertEquals("***", ReplicaOptions.withoutSecrets(options));
    }

    @Test
    void optionsAreShownWithoutTheirPassword() {
        assertEquals(
                "acknowledgement=sync,user=anna,password=***",
                ReplicaOptions.withoutSecrets("user=anna,password=secret,acknowledgement=sync"));
        assertEquals("acknowledgement=async", ReplicaOptions.withoutSecrets(null));
    }

    @Test
    void theTextFormHasNoPassword() {
        String text = ReplicaOptions.parse("user=anna,password=secret").toString();

        assertTrue(text.contains("anna"));
        assertFalse(text.contains("secret"));
    }

    private static String reasonAgainst(String options) {
        return assertThrows(IllegalArgumentException.class, () -> ReplicaOptions.parse(options))
                .getMessage();
    }
}
