// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.console.connection.BrokerProfile;
import io.replicaqueues.console.connection.BrokerProfile.Secrets;
import io.replicaqueues.console.settings.PasswordSafe.WrongPasswordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordSafeTest {

    private static final String MASTER = "correct horse ünd batterý";
    private static final Secrets SECRETS = new Secrets("brøker-pass", "trust-pass", "");

    private static final BrokerProfile NODE1 = BrokerProfile.of("node1", "node1:1099", "ada");
    private static final BrokerProfile OTHER = BrokerProfile.of("node2", "node2:1099", "ada");

    @TempDir
    private Path folder;

    @Test
    void whatIsKeptIsThereAfterARestartForWhoKnowsTheMasterPassword() throws Exception {
        PasswordSafe safe = filled();
        safe.keep(OTHER, new Secrets("second"));

        PasswordSafe later = PasswordSafe.in(folder);
        assertTrue(later.exists());
        assertFalse(later.isOpen());
        assertEquals(Optional.empty(), later.secrets(NODE1));
        later.open(later.key(MASTER.toCharArray()));

        assertEquals(Optional.of(SECRETS), later.secrets(NODE1));
        assertEquals(Optional.of(new Secrets("second")), later.secrets(OTHER));
        assertEquals(Optional.empty(), later.secrets(BrokerProfile.of("node3", "node3:1099", "ada")));
    }

    @Test
    void anotherMasterPasswordOpensNothing() throws Exception {
        filled();
        PasswordSafe safe = PasswordSafe.in(folder);

        assertThrows(WrongPasswordException.class, () -> safe.key("correct horse".toCharArray()));

        assertFalse(safe.isOpen());
        assertThrows(IllegalStateException.class, () -> safe.keep(NODE1, SECRETS));
    }

    @Test
    void aKeyThatIsThrownAwayHasNeitherBegunNorOpenedASafe() throws Exception {
        PasswordSafe safe = PasswordSafe.in(folder);
        PasswordSafe.Key unused = safe.newKey(MASTER.toCharArray());
        assertFalse(safe.exists());
        assertFalse(safe.isOpen());
        safe.open(unused);

        PasswordSafe later = PasswordSafe.in(folder);
        later.key(MASTER.toCharArray());

        assertFalse(later.isOpen());
    }

    @Test
    void theFileShowsNoPasswordAndIsItsOwnersAlone() throws Exception {
        filled();

        String text = Files.readString(file());

        assertFalse(text.contains("pass\""), text);
        assertFalse(text.contains("ker-"), text);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void everyWritingLooksDifferent() throws Exception {
        PasswordSafe safe = filled();
        String before = Files.readString(file());

        safe.keep(NODE1, SECRETS);

        assertFalse(before.equals(Files.readString(file())));
    }

    @Test
    void aFileThatSomebodyChangedDoesNotOpen() throws Exception {
        filled();
        String text = Files.readString(file());
        int place = text.indexOf("\"content\":\"") + 20;
        char other = text.charAt(place) == 'A' ? 'B' : 'A';
        Files.writeString(file(), text.substring(0, place) + other + text.substring(place + 1));

        assertThrows(WrongPasswordException.class, () -> PasswordSafe.in(folder).key(MASTER.toCharArray()));
    }

    @Test
    void aFileThatIsNoneOfOursIsSaidToBeSo() throws Exception {
        for (String text : new String[] {
            "{}",
            "[]",
            "nonsense",
            "{\"derivation\":\"PBKDF2WithHmacSHA256\",\"iterations\":2000000000,\"salt\":\"AA==\",\"iv\":\"AA==\",\"content\":\"AA==\"}",
            "{\"derivation\":\"PBKDF2WithHmacSHA256\",\"iterations\":10,\"salt\":\"*\",\"iv\":\"AA==\",\"content\":\"AA==\"}"
        }) {
            Files.writeString(file(), text);

            IOException refused = assertThrows(
                    IOException.class, () -> PasswordSafe.in(folder).key(MASTER.toCharArray()), text);

            assertTrue(refused.getMessage().contains(file().toString()), refused.getMessage());
        }
    }

    @Test
    void whatIsForgottenIsGoneFromTheFile() throws Exception {
        PasswordSafe safe = filled();
        safe.forget(NODE1);

        PasswordSafe later = PasswordSafe.in(folder);
        later.open(later.key(MASTER.toCharArray()));
        assertEquals(Optional.empty(), later.secrets(NODE1));

        later.destroy();
        assertFalse(later.exists());
        assertFalse(later.isOpen());
    }

    @Test
    void passwordsAreGivenOutForTheAddressOnlyThatTheyWereTypedFor() throws Exception {
        PasswordSafe safe = filled();
        BrokerProfile elsewhere = new BrokerProfile(
                NODE1.id(),
                NODE1.name(),
                "hostile:1099",
                NODE1.user(),
                "",
                NODE1.colour(),
                false,
                NODE1.trust(),
                Optional.empty());

        assertEquals(Optional.empty(), safe.secrets(elsewhere));
        assertEquals(Optional.of(SECRETS), safe.secrets(NODE1.withColour("#000000")));
    }

    @Test
    void whatIsForgottenWhileTheSafeIsClosedIsNotGivenOutAndGoneOnceItIsOpened() throws Exception {
        filled().keep(OTHER, SECRETS);
        String before = Files.readString(file());

        PasswordSafe.in(folder).forget(NODE1);

        PasswordSafe opened = opened();
        assertEquals(Optional.empty(), opened.secrets(NODE1));
        assertEquals(Optional.of(SECRETS), opened.secrets(OTHER));
        assertFalse(before.equals(Files.readString(file())));
        assertEquals(Optional.empty(), opened().secrets(NODE1));
        opened.keep(NODE1, new Secrets("another"));
        assertEquals(Optional.of(new Secrets("another")), opened().secrets(NODE1));
        assertEquals(Optional.of(SECRETS), opened().secrets(OTHER));
    }

    @Test
    void whatAnotherConsoleKeptOrForgotMeanwhileStaysSo() throws Exception {
        PasswordSafe one = filled();
        PasswordSafe two = opened();
        BrokerProfile third = BrokerProfile.of("node3", "node3:1099", "ada");

        two.forget(NODE1);
        two.keep(OTHER, SECRETS);
        one.keep(third, SECRETS);

        PasswordSafe later = opened();
        assertEquals(Optional.empty(), later.secrets(NODE1));
        assertEquals(Optional.of(SECRETS), later.secrets(OTHER));
        assertEquals(Optional.of(SECRETS), later.secrets(third));
    }

    @Test
    void aSafeThatAnotherConsoleBeganAnewIsNotOverwritten() throws Exception {
        PasswordSafe one = filled();
        PasswordSafe two = PasswordSafe.in(folder);
        two.destroy();
        two.open(two.newKey("another password".toCharArray()));
        two.keep(OTHER, SECRETS);

        assertThrows(IOException.class, () -> one.keep(NODE1, SECRETS));

        PasswordSafe later = PasswordSafe.in(folder);
        later.open(later.key("another password".toCharArray()));
        assertEquals(Optional.of(SECRETS), later.secrets(OTHER));
    }

    @Test
    void aShortMasterPasswordIsRefused() {
        PasswordSafe safe = PasswordSafe.in(folder);

        assertThrows(IllegalArgumentException.class, () -> safe.newKey("seven77".toCharArray()));

        assertFalse(safe.exists());
    }

    private PasswordSafe filled() throws IOException {
        PasswordSafe safe = PasswordSafe.in(folder);
        safe.open(safe.newKey(MASTER.toCharArray()));
        safe.keep(NODE1, SECRETS);
        return safe;
    }

    private PasswordSafe opened() throws Exception {
        PasswordSafe safe = PasswordSafe.in(folder);
        safe.open(safe.key(MASTER.toCharArray()));
        return safe;
    }

    private Path file() {
        return folder.resolve("passwords.json");
    }
}
