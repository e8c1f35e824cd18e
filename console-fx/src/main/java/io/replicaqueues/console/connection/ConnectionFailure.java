// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

/** Why a broker did not do what it was asked, with one line for the person who asked. Immutable. */
public final class ConnectionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a person can do about it differs. */
    public enum Reason {
        /** User or password are not those of the broker. Trying again by itself would lock accounts. */
        WRONG_PASSWORD,
        /** The user is known, but the user's role may not do this. */
        REFUSED,
        /** Nobody answers at the address, or the link broke. */
        UNREACHABLE,
        /** The certificate of the other side is not one to trust. */
        UNTRUSTED,
        /** The other side wants a client certificate, and was shown none that it accepts. */
        WRONG_CERTIFICATE,
        /** Connected, but the bean is not there (any more). */
        GONE,
        /** No answer in time. Whether an operation took place is unknown. */
        TIMED_OUT,
        /** The broker understood and declined: the text is the broker's own. */
        REJECTED,
        /** An answer that makes no sense: not a broker, or not Jolokia. */
        NOT_UNDERSTOOD,
        /** The connection was closed here. */
        CLOSED;

        /** Whether the link itself is in doubt, and not only the request. */
        public boolean isOfTheLink() {
            return switch (this) {
                case WRONG_PASSWORD, UNREACHABLE, UNTRUSTED, WRONG_CERTIFICATE, TIMED_OUT, NOT_UNDERSTOOD, CLOSED ->
                    true;
                case REFUSED, GONE, REJECTED -> false;
            };
        }
    }

    private final Reason reason;

    /**
     * Makes a failure.
     *
     * @param reason the kind
     * @param text one line, without any secret
     * @param cause what happened underneath, or null
     */
    public ConnectionFailure(Reason reason, String text, Throwable cause) {
        super(oneLine(text), cause);
        this.reason = reason;
    }

    /** A failure without a cause. */
    public ConnectionFailure(Reason reason, String text) {
        this(reason, text, null);
    }

    public Reason reason() {
        return reason;
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
