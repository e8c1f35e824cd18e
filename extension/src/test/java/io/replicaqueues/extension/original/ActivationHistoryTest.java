// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.original;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.JournalBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationHistoryTest {

    @TempDir
    private Path data;

    private JournalBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new JournalBroker(data);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void everyIdIsKnownInThePresentActivationAndToAReplicaThatFollowedNone() throws Exception {
        ActivationHistory history = ActivationHistory.record(broker.storage());

        assertEquals(ActivationHistory.EVERY_ID, history.knownUntil(history.present()));
        assertEquals(ActivationHistory.EVERY_ID, history.knownUntil(""));
    }

    @Test
    void idsGivenSinceTheNextActivationAreNotKnownFromTheOneBefore() throws Exception {
        ActivationHistory first = ActivationHistory.record(broker.storage());
        long last = broker.storage().generateID();
        broker.restart();
        ActivationHistory second = ActivationHistory.record(broker.storage());
        long next = broker.storage().generateID();
        broker.restart();
        ActivationHistory third = ActivationHistory.record(broker.storage());

        long known = third.knownUntil(first.present());
        assertTrue(last < known && known <= next, () -> last + " < " + known + " <= " + next);
        assertTrue(next < third.knownUntil(second.present()));
    }

    @Test
    void noIdIsKnownFromAnActivationThatIsNotInTheJournal() throws Exception {
        ActivationHistory unused = ActivationHistory.record(broker.storage());

        assertEquals(
                ActivationHistory.NO_ID,
                ActivationHistory.record(broker.storage()).knownUntil("of a lost time"));
    }

    @Test
    void ofTooManyActivationsTheOldestAreForgottenButNotTakenForALostTime() throws Exception {
        ActivationHistory oldest = ActivationHistory.record(broker.storage());
        long last = broker.storage().generateID();
        for (int i = 0; i < ActivationHistory.MOST_ACTIVATIONS; i++) {
            ActivationHistory unused = ActivationHistory.record(broker.storage());
        }
        broker.restart();
        ActivationHistory history = ActivationHistory.record(broker.storage());

        long known = history.knownUntil(oldest.present());
        assertTrue(last < known && known < broker.storage().generateID(), () -> "known until " + known);
    }
}
