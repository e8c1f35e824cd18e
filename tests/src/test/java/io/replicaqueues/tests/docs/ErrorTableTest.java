// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.docs.ErrorTexts.Text;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} says of every error of the extension what to do, and of none that there is no more. */
class ErrorTableTest {

    private static final Path EXTENSION = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("../extension/src/main/java/io/replicaqueues/extension");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Whose sentences never stand alone: an error of the table has them in it, at its end mostly. */
    private static final Set<String> PARTS_ONLY = Set.of(
            // "changes could not be applied", "a message could not be handled"
            "DataMessage",
            "EncodedAmqp",
            "EncodedMessage",
            "EncodedProperties",
            "FrameApplier",
            "LargeMessageAssembly",
            "MessageCodec",
            "MessageSections",
            "PageReader",
            "PropertiesFingerprint",
            // "the original broker failed to serve"
            "CatchUp",
            "LargeMessageStream",
            "PendingAddition",
            // "… cannot become a replica of that at …", "the new original could not be accepted"
            "QueueSettings",
            // "… is no address of an original broker"
            "OriginalAddress",
            "OriginalAddressParser",
            // reports, notifications and descriptions
            "Audit",
            "DescribedMBean",
            "Differences",
            "MicrometerMeters",
            "QueueReplicationBean",
            "ReplicaNotifications",
            "ReplicaQueueBean",
            // refused when the broker starts, which logs it
            "ReplicaQueuesSettings",
            // mistakes of whoever calls, which tests find
            "AmqpSettings",
            "RequestChecksum");

    /** Parts of other sentences in classes that have whole ones too. */
    private static final Set<String> PARTS = Set.of(
            "the host name is unknown",
            "no answer in time",
            "connection refused",
            "is this its port for TLS?",
            "is this a port for TLS (amqps://)?",
            "No name matching",
            "No subject alternative",
            "The look-up of … on …",
            "The link from … on …",
            "The link to … on …",
            "… is not the name of a global subscription",
            "local-idle-timeout expired",
            "it answers in another version, or wants no SASL",
            "it is an HTTP server",
            "it answers in TLS, write amqps://",
            "it answers in another protocol",
            "a client gets no SASL init",
            "a client gets no SASL response",
            "…: it cannot be decoded",
            "…: its checksum is wrong",
            "it names no kind or no feed",
            "its kind or its feed is none that a replica names",
            "have a queue at …",
            "send to …",
            "send to it",
            "consume from it",
            "delete it",
            "AMQP over TLS",
            "the queue has been deleted",
            "the queue is being deleted",
            "its feed has ended",
            "it fell too far behind",
            "it is being caught up",
            "it did not confirm within … ms (sync-timeout)",
            "after the password",
            "allowed are acknowledgement=async|sync, user=… and password=…, separated by commas",
            "original queue",
            "replica queue",
            "original queue … at …",
            "the queue holds … messages more than the original sent",
            "the queue holds … messages fewer than the original sent",
            "replica queue … …, and that cannot be changed: disconnect() it, and create another replica",
            "…; replica queue … keeps its content: disconnect() makes it an ordinary queue, start() follows a new original",
            "…; replica queue … keeps its content: start() accepts the new original and replaces the content, disconnect() keeps it",
            "replica queue … was equal to … at … when it was disconnected",
            "replica queue … was NOT proved equal to … at … when it was disconnected",
            " and never was in parity",
            ", last in parity at …",
            "…: it was …",
            "the disk of this broker is fuller than max-disk-usage allows",
            "free space on it",
            "the pages of address … have reached page-limit-bytes or page-limit-messages",
            "raise the limit",
            "the messages of this broker have reached global-max-size or global-max-messages, and address-full-policy of address … is …",
            "raise the limit or let it PAGE",
            "address … has reached max-size-bytes or max-size-messages, and its address-full-policy is …",
            "repairing a difference",
            "more than … ids in one set",
            "let it follow",
            "use the same version of the extension on both brokers",
            "this version of the broker has no option …",
            "a newer version of the extension wrote it in format …, this one reads up to …: install the newer version again",
            "Java does not tell who is logged in");

    private static List<String> documented;
    private static List<Text> written;

    @BeforeAll
    static void read() throws Exception {
        documented = Document.read("docs/operations.md")
                .section("Errors and refusals")
                .text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(row -> row.split(" \\| ", 2)[0])
                .flatMap(cell -> QUOTED.matcher(cell).results().map(quoted -> quoted.group(1)))
                .toList();
        written = ErrorTexts.below(EXTENSION);
    }

    @Test
    void everyErrorThatTheCodeCanTellIsInATable() {
        assertTrue(written.size() > 200, "only " + written.size() + " sentences were found");
        assertEquals(
                Set.of(),
                written.stream()
                        .filter(text -> !text.source().equals(ErrorTexts.LOG))
                        .filter(text -> !PARTS_ONLY.contains(text.source()) && !PARTS.contains(text.text()))
                        .filter(text -> documented.stream().noneMatch(row -> isOfRow(text.text(), row)))
                        .map(text -> text.source() + ": " + text.text())
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void noErrorInATableIsExtinct() {
        assertEquals(
                Set.of(),
                documented.stream()
                        .filter(row -> written.stream().noneMatch(text -> isOfRow(text.text(), row)))
                        .filter(row -> !isOfTheBroker(row))
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void noPartThatIsLeftOutIsExtinct() {
        Set<String> all = new TreeSet<>(PARTS);
        all.addAll(PARTS_ONLY);
        written.forEach(text -> all.removeAll(Set.of(text.text(), text.source())));
        assertEquals(Set.of(), all);
    }

    /** Whether everything that the row spells out is in the text, in that order. */
    private static boolean isOfRow(String text, String row) {
        int from = 0;
        for (String part : parts(row)) {
            int at = text.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return from > 0;
    }

    private static List<String> parts(String row) {
        return Arrays.stream(row.split("…"))
                .flatMap(part -> Stream.of(part.strip()))
                .filter(part -> part.length() > 1)
                .toList();
    }

    /** What the broker itself says of a permission. */
    private static boolean isOfTheBroker(String row) {
        return row.matches("… does not have permission='SEND' …|'CONSUME'|'BROWSE'");
    }
}
