// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node1                                   | amqp://node1:5672",
                "node1:5673                              | amqp://node1:5673",
                "  node1 , node1b:5673                   | amqp://node1:5672,node1b:5673",
                "AMQP://node1/                           | amqp://node1:5672",
                "amqp://replica:secret@node1:5672        | amqp://replica@node1:5672",
                "replica:secret@node1                    | amqp://replica@node1:5672",
                "amqp://replica@node1                    | amqp://replica@node1:5672",
                "amqps://node1                           | amqps://node1:5671",
                "amqp://node1?sslEnabled=true            | amqps://node1:5672",
                "[::1]:5673                              | amqp://[::1]:5673",
                "amqp://u:secret@a:1,b:2                 | amqp://u@a:1,b:2",
                "amqp://u:secret@a:1,amqp://u:secret@b:2 | amqp://u@a:1,b:2",
                "(amqp://a:1,amqp://b:2)                 | amqp://a:1,b:2",
                "(amqps://a:1,amqps://b)?verifyHost=false | amqps://a:1,b:5671?verifyHost=false",
                "amqps://a?trustStorePath=%2Ft(1)+x.p12&trustStorePassword=secret"
                        + " | amqps://a:5671?trustStorePath=%2Ft%281%29%2Bx.p12&trustStorePassword=***",
                "amqps://a?keyStorePassword=secret&keyPassword=secret"
                        + " | amqps://a:5671?keyStorePassword=***&keyPassword=***",
            })
    void showsWhatWasUnderstoodWithoutSecrets(String text, String shown) {
        assertEquals(shown, OriginalAddress.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | is empty",
                "node1:0                              | a port is 1 to 65535",
                "node1:65536                          | a port is 1 to 65535",
                "node1:secret                         | an endpoint is written",
                "amqp://replica:secret                | an endpoint is written",
                "node1,,node2                         | an endpoint is written",
                "node 1                               | an endpoint is written",
                "amqp://u:secret@node1:5672/queue     | an endpoint is written",
                "amqp://u:sec?ret-secret@node1        | options are written",
                "amqp://u:se@c,secret@node1           | not several",
                "tcp://u:secret@node1                 | only amqp:// and amqps://",
                "amqp://a,amqps://b                   | cannot be mixed",
                "amqp://u:secret@a,amqp://u:secre@b   | not several",
                "amqp://:secret@a                     | a user must stand before the @",
                "amqp://u%zz:secret@a                 | must be written %25",
                "amqps://u:secret@a?colour=red        | option colour is unknown",
                "amqps://a?trustAll=maybe             | option trustAll must be true or false",
                "amqps://a?trustAll=true&trustAll=true | option trustAll is given twice",
                "amqps://a?sslEnabled=false           | contradict each other",
                "amqp://a?trustStorePath=x            | option trustStorePath needs TLS",
                "amqps://a?trustStorePassword=secret&x | options are written",
                "amqps://a?keyStorePassword=secret&verifyHost=1 | must be true or false",
                "(amqp://u:secret@a                   | ends with )",
                "(amqp://u:secret@a)x                 | ends with )",
            })
    void refusesWhatItCannotReadInOneLineWithoutSecrets(String text, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> OriginalAddress.parse(text))
                .getMessage();

        assertTrue(message.contains(reason), message);
        assertFalse(message.contains("secret"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void credentialsArePercentDecodedAndAPlusStandsForItself() {
        OriginalAddress address = OriginalAddress.parse("amqp://re%40plica:p%3Aa%2Cs%25+s@node1");

        assertEquals(Optional.of("re@plica"), address.user());
        assertEquals(Optional.of("p:a,s%+s"), address.password());
    }

    @Test
    void endpointsKeepTheirOrder() {
        assertEquals(
                List.of(new Endpoint("b", 2), new Endpoint("a", 5672)),
                OriginalAddress.parse("b:2,a").endpoints());
    }

    @Test
    void credentialsCanBeAddedLater() {
        assertEquals(
                OriginalAddress.parse("amqp://u:p@node1"),
                OriginalAddress.parse("node1").withCredentials("u", "p"));
    }

    @Test
    void addressesOfDifferentPasswordsOrOrderDiffer() {
        OriginalAddress address = OriginalAddress.parse("amqp://u:p@a,b");

        assertNotEquals(address, OriginalAddress.parse("amqp://u:q@a,b"));
        assertNotEquals(address, OriginalAddress.parse("amqp://u:p@b,a"));
        assertEquals(
                address.hashCode(),
                OriginalAddress.parse("amqp://u:p@a:5672,b:5672").hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node1",
                "amqp://us%20er:se%26cr%3Det@a:1,b:2",
                "amqps://u:secret@[::1]?trustStorePath=/a%20b&trustStorePassword=secret&verifyHost=false",
                "amqps://u@node1?keyStorePath=k&keyStorePassword=%29secret%28&keyPassword=secret"
            })
    void aStoredAddressIsReadBackEqualAndHoldsNoSecret(String text) {
        OriginalAddress address = OriginalAddress.parse(text);

        String stored = address.toStorableString(OriginalAddressTest::reversed);

        assertEquals(address, OriginalAddress.parse(stored, OriginalAddressTest::reversed));
        assertFalse(stored.contains("secret"), stored);
    }

    @Test
    void secretsMaskedWithTheBrokersDefaultCodecAreRead() throws Exception {
        String masked =
                PasswordMaskingUtil.wrap(PasswordMaskingUtil.getDefaultCodec().encode("secret"));

        assertEquals(
                Optional.of("secret"),
                OriginalAddress.parse("amqp://u:" + masked + "@node1").password());
    }

    @Test
    void aMaskedSecretThatCannotBeReadIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> OriginalAddress.parse("amqp://u:ENC(secret)@node1"))
                .getMessage();

        assertEquals(
                "amqp://u:***@node1 is no address of an original broker: a masked password, ENC(...), cannot be"
                        + " unmasked with this broker's codec",
                message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://u:secret@node1",
                "amqps://node1?trustStorePassword=secret",
                "amqp://u:top?secret=1@node1",
                "amqps://node1?trustStorePassword=top&secret=1",
                "amqps://u:p@node1?keyPassword=secret&trustStorePassword=ENC(secret)&colour=secret",
                "amqps://node1?trustStorePasswd=secret",
                "amqps://node1?keyPass=secret",
                "amqps://node1?trustStorePassword =secret",
                "amqps://node1:5671?trustStorePath=/a@b&trustStorePasswd=secret",
                "amqps://node1?verifyHost=false,keyPass=secret",
                "amqps://u:p@node1?verifyHost=false&keyPass=top&trustAll=secret",
                "amqps://node1?secret",
                "amqp://u:se%cret-secret@node1",
                "amqp:u:secret@node1",
                "http://u:secret@node1",
                "amqp://u:secret",
                "amqp://u@node1,amqp://u:secret",
                "u:secret@node1,u:secret2@node2"
            })
    void anAddressIsShownWithoutItsSecretsWhetherOrNotItCanBeRead(String text) {
        assertFalse(OriginalAddress.withoutSecrets(text).contains("secret"), OriginalAddress.withoutSecrets(text));
        try {
            OriginalAddress address = OriginalAddress.parse(text);
            assertFalse(address.toString().contains("secret"), address::toString);
        } catch (IllegalArgumentException e) {
            assertFalse(e.getMessage().contains("secret"), e::getMessage);
        }
    }

    @Test
    void anAddressThatCannotBeReadIsShownWithItsHarmlessOptions() {
        assertEquals(
                "amqps://u:***@node1?trustStorePath=/a&verifyHost=no&keyPass=***",
                OriginalAddress.withoutSecrets("amqps://u:p@node1?trustStorePath=/a&verifyHost=no&keyPass=x"));
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
