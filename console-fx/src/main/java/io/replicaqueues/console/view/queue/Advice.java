// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.mbeans.ReplicaState;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to do about a replica's last error: the kinds that docs/operations.md tells apart. The first that fits counts. */
enum Advice {
    NO_ANSWER("does not answer ("),
    NO_AMQP("but did not answer in AMQP"),
    OTHER_PROTOCOL("does not speak AMQP", "does not speak TLS"),
    TLS_TRUST("TLS failed", "is for another host name"),
    TLS_STORES("TLS for "),
    LOGIN("refused user ", "refused an anonymous connection", "refused the client certificate", "does not offer SASL"),
    PERMISSION("does not have permission="),
    NO_EXTENSION("is not loaded on original broker"),
    NOT_ENABLED_THERE("queue replication is not enabled on the original broker"),
    NOT_ENABLED_HERE("queue replication is not enabled on broker"),
    OTHER_VERSION("protocol version"),
    NO_QUEUE("has no queue"),
    BEING_DELETED("is being deleted"),
    CREATED_AGAIN("was deleted and created again"),
    DELETED("was deleted on broker"),
    BACK_IN_TIME("went back in time"),
    OTHER_BROKER("another broker answers"),
    CONTENT_AGAIN("twice in a row"),
    CONTENT_ONCE("arrived with other content than announced"),
    ITSELF("cannot be a replica of itself"),
    NOT_ACCEPTED("the new original could not be accepted"),
    NO_ROOM("has no room"),
    DAMAGED("was damaged on its way", "came where"),
    LOG_HERE("cannot be brought in order", "changes could not be applied", "the definition could not be stored"),
    LOG_THERE("the original broker failed to serve", "cannot open a feed"),
    SLOW("did not answer within", "nothing was heard of the original"),
    SILENT("was silent for"),
    BROKEN_LINK("closed the connection", " broke: ", "was refused or closed by the peer"),
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
