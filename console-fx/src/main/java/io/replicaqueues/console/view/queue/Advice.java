// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.mbeans.ReplicaState;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to do about a replica's last error: the kinds that docs/operations.md tells apart. The first that fits counts. */
enum Advice {
    NO_ANSWER("does not answer ("),
    NO_AMQP("but did not answer in"),
    OTHER_PROTOCOL("does not speak AMQP", "does not speak TLS"),
    TLS_TRUST("TLS failed", "is not trusted", "is for another host name"),
    TLS_STORES("TLS for "),
    LOGIN(
            "refused user ",
            "refused an anonymous connection",
            "refused the client certificate",
            "does not offer SASL",
            "cannot check credentials",
            "than SASL"),
    PLUGIN_PASSWORD("property password of ReplicaQueuesPlugin"),
    CODEC("cannot be unmasked with this broker"),
    PERMISSION("does not have permission="),
    NO_EXTENSION("is not loaded on original broker"),
    NOT_ENABLED_THERE("queue replication is not enabled on the original broker"),
    NOT_ENABLED_HERE("queue replication is not enabled on broker"),
    OTHER_VERSION(
            "protocol version",
            "cut short",
            "of unknown type",
            "of unknown kind",
            "is malformed",
            "longer than 63 bits",
            "without the fingerprint",
            "for the unknown reason",
            "welcome with a heartbeat",
            "could not be handled",
            "not a request for a replica feed",
            "a request of an unknown kind",
            "a request to ",
            "a request has a control character",
            "unknown acknowledgement"),
    NO_QUEUE("has no queue"),
    BEING_DELETED("is being deleted"),
    CREATED_AGAIN("was deleted and created again"),
    DELETED("was deleted on broker"),
    BACK_IN_TIME("went back in time"),
    OTHER_BROKER("another broker answers"),
    CONTENT_AGAIN("twice in a row"),
    CONTENT_ONCE("arrived with other content than announced", "it is asked for again"),
    ITSELF("cannot be a replica of itself"),
    NOT_ACCEPTED("the new original could not be accepted"),
    NO_ROOM("has no room"),
    NO_FILES("a broker without persistence has no file"),
    CLAIMS("what replicas claim to hold"),
    FEEDS("feeds open on the original broker"),
    INTRUDER("nobody but queue replication itself", "only the replica that opened a feed"),
    DAMAGED("was damaged on its way", "came where", "a message is larger than"),
    LOG_HERE(
            "cannot be brought in order",
            "changes could not be applied",
            "the definition could not be stored",
            "could not be tried"),
    LOG_THERE("the original broker failed to serve", "cannot open a feed"),
    SLOW(
            "did not answer within",
            "nothing was heard of the original",
            "was not answered within",
            "wait for credit",
            "given back undelivered",
            "settled without an outcome",
            "opened a link by itself",
            "sent a message that was not asked for"),
    SILENT("was silent for"),
    BROKEN_LINK(
            "closed the ",
            "was lost: trying again",
            "The connection to ",
            "was refused or closed by the peer",
            "without saying why",
            "is open on this connection",
            "was closed here",
            "is not open",
            "are shut down here",
            "nothing can be claimed any more",
            "is followed by a feed already",
            "refused a message to"),
    /** Of a kind that this console does not know: nobody is asked for. */
    WAIT,
    /** Of a kind that this console does not know: a person is needed. */
    ACT;

    private static final String OR = "|";

    /** What its errors have in them, separated by a character that no error has. */
    private final String signs;

    Advice(String... signs) {
        this.signs = String.join(OR, signs);
    }

    /** The advice for an error of a replica in a state. */
    static Advice on(String error, ReplicaState state) {
        for (Advice each : values()) {
            if (each.fits(error)) {
                return each;
            }
        }
        return switch (state) {
            case FAILED -> ACT;
            case STOPPED, CONNECTING, CATCHING_UP, LIVE, DISCONNECTED -> WAIT;
        };
    }

    private boolean fits(String error) {
        return !signs.isEmpty() && Stream.of(signs.split(Pattern.quote(OR))).anyMatch(error::contains);
    }
}
