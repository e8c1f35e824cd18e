// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.replicaqueues.extension.JournalBroker;
import io.replicaqueues.extension.message.EveryKind;
import io.replicaqueues.extension.message.Fingerprint;
import io.replicaqueues.extension.wire.Digest;
import io.replicaqueues.extension.wire.Frame;
import io.replicaqueues.extension.wire.Manifest;
import io.replicaqueues.mbeans.VerifyReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.MessageReference;

/** Any single divergence of a replica from its original is noticed, by the digest or by the full comparison. */
class ProvedEqualityTest {

    private static final long ORIGIN = 77;
    private static final String QUEUE = "every-kind";
    private static final int LARGEST_QUEUE = 8;

    private static Path data;
    private static JournalBroker broker;
    private static ReplicaCopies copies;
    private static List<Message> everyKind;

    @BeforeContainer
    static void sendEveryKind() throws Exception {
        data = Files.createTempDirectory("proved-equality");
        broker = new JournalBroker(data);
        copies = new ReplicaCopies(broker.storage(), ORIGIN);
        EveryKind.send(broker, QUEUE);
        everyKind = broker.messages(QUEUE);
    }

    @AfterContainer
    static void stopBroker() throws Exception {
        broker.close();
        try (var files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @AfterTry
    void deleteBodyFiles() throws Exception {
        copies.clear();
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void equalContentIsNeitherTakenForDifferentByTheDigestNorByVerification(@ForAll Random random) throws Exception {
        List<Message> original = someMessages(random);
        List<MessageReference> replica = faithful(original);

        assertEquals(digest(original), indexOf(replica).digest());
        VerifyReport report = verified(original, replica);
        assertTrue(report.isEqual(), report::getDetail);
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void everySingleDivergenceIsNoticed(@ForAll Divergence divergence, @ForAll Random random) throws Exception {
        List<Message> original = someMessages(random);
        List<MessageReference> replica = faithful(original);
        diverge(replica, original, divergence, random);

        if (divergence.changesDigest()) {
            assertNotEquals(digest(original), indexOf(replica).digest());
        } else if (divergence != Divergence.FOREIGN && divergence != Divergence.TWICE) {
            assertEquals(digest(original), indexOf(replica).digest(), "the table of what notices what is wrong");
        } else {
            assertEquals(replica.size() - 1, indexOf(replica).digest().count(), "noticed whenever the queue is read");
        }
        VerifyReport report = verified(original, replica);
        assertFalse(report.isEqual(), report::getDetail);
        assertTrue(report.getMissing() + report.getUnexpected() > 0);
    }

    /** A queue of different messages; a large one is among them now and then. */
    private static List<Message> someMessages(Random random) {
        boolean oneLarge = random.nextInt(20) == 0;
        List<Message> shuffled = new ArrayList<>(everyKind);
        Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.comparing(message -> message.isLargeMessage() != oneLarge));
        shuffled.removeIf(message -> message.isLargeMessage() && message != shuffled.get(0));
        List<Message> some = new ArrayList<>(shuffled.subList(0, 3 + random.nextInt(LARGEST_QUEUE - 2)));
        some.sort(Comparator.comparingInt(message -> -message.getPriority()));
        return some;
    }

    private static List<MessageReference> faithful(List<Message> original) throws Exception {
        List<MessageReference> replica = new ArrayList<>();
        for (Message message : original) {
            replica.add(copies.faithful(message));
        }
        return replica;
    }

    private static void diverge(
            List<MessageReference> replica, List<Message> original, Divergence divergence, Random random)
            throws Exception {
        int at = random.nextInt(original.size());
        int with = (at + 1 + random.nextInt(original.size() - 1)) % original.size();
        Message one = original.get(at);
        Message another = original.get(with);
        switch (divergence) {
            case MISSING -> replica.remove(at);
            case EXTRA -> original.remove(at);
            case ALTERED -> {
                // Of a large message the digest covers head and size only.
                Assume.that(!one.isLargeMessage());
                Message altered = copies.altered(one, random.nextInt());
                replica.set(at, copies.reference(altered, one.getMessageID(), Fingerprint.of(altered)));
            }
            case ALTERED_IN_STORE ->
                replica.set(
                        at,
                        copies.reference(
                                copies.altered(one, random.nextInt()), one.getMessageID(), Fingerprint.of(one)));
            case CONTENTS_EXCHANGED -> {
                replica.set(at, copies.reference(another, one.getMessageID(), Fingerprint.of(another)));
                replica.set(with, copies.reference(one, another.getMessageID(), Fingerprint.of(one)));
            }
            case CONTENTS_EXCHANGED_IN_STORE -> {
                replica.set(at, copies.reference(another, one.getMessageID(), Fingerprint.of(one)));
                replica.set(with, copies.reference(one, another.getMessageID(), Fingerprint.of(another)));
            }
            case PLACES_EXCHANGED -> {
                Assume.that(one.getPriority() == another.getPriority());
                Collections.swap(replica, at, with);
            }
            case FOREIGN -> replica.add(at, copies.unmarked(one));
            case TWICE -> replica.add(copies.faithful(one));
        }
    }

    /** As the original keeps it. */
    private static Digest digest(List<Message> original) throws ActiveMQException {
        Digest.Accumulator digest = new Digest.Accumulator();
        for (Message message : original) {
            digest.add(message.getMessageID(), Fingerprint.of(message));
        }
        return digest.digest();
    }

    private static ReplicaIndex indexOf(List<MessageReference> replica) {
        ReplicaIndex index = new ReplicaIndex();
        replica.forEach(reference -> index.addFound(reference.getMessage(), ORIGIN));
        return index;
    }

    /** As verify() does it, with a manifest that has been on the wire. */
    private static VerifyReport verified(List<Message> original, List<MessageReference> replica) throws Exception {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Message message : original) {
            entries.add(new Manifest.Entry(message.getMessageID(), Fingerprint.ofFullContent(message)));
        }
        ByteBuf frame = Unpooled.buffer();
        new Manifest(1, true, entries).write(frame);
        Verification verification = new Verification(1);
        verification.take((Manifest) Frame.read(frame));
        replica.forEach(verification::compare);
        return verification
                .conclude(replica.size(), "the replica", "the original")
                .report();
    }
}
