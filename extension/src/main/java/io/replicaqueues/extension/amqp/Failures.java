// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.handler.ssl.NotSslRecordException;
import io.replicaqueues.extension.amqp.AmqpException.Reason;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Turns what goes wrong into sentences for the operator; stateless, may be used by any thread. */
final class Failures {

    private Failures() {}

    static AmqpException unreachable(Endpoint endpoint, Throwable cause) {
        String why;
        if (cause instanceof UnknownHostException) {
            why = "the host name is unknown";
        } else if (cause instanceof io.netty.channel.ConnectTimeoutException) {
            why = "no answer in time";
        } else if (cause instanceof ConnectException) {
            why = "connection refused";
        } else {
            why = describe(cause);
        }
        return new AmqpException(Reason.UNREACHABLE, endpoint + " does not answer (" + why + ")", cause);
    }

    /** One failure for a list of endpoints: the most telling reason, and every endpoint's sentence. */
    static AmqpException allOf(List<AmqpException> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        AmqpException telling = failures.stream()
                .filter(failure -> failure.reason() != Reason.UNREACHABLE)
                .findFirst()
                .orElse(failures.get(0));
        String message = failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        return new AmqpException(telling.reason(), telling.condition().orElse(null), message, telling);
    }

    static AmqpException silent(Endpoint endpoint, boolean tls, int millis) {
        String protocol = tls ? "AMQP over TLS" : "AMQP";
        String hint = tls ? "is this its port for TLS?" : "is this a port for TLS (amqps://)?";
        return new AmqpException(
                Reason.TIMEOUT,
                endpoint + " takes connections but did not answer in " + protocol + " within " + millis + " ms: "
                        + hint);
    }

    static AmqpException notAmqp(Endpoint endpoint, String found) {
        return new AmqpException(Reason.PROTOCOL, endpoint + " does not speak AMQP 1.0: " + found);
    }

    static AmqpException tlsSetup(OriginalAddress address, Throwable cause) {
        return new AmqpException(Reason.REFUSED, "TLS for " + address + " cannot be set up: " + describe(cause), cause);
    }

    /** What went wrong on this side before anything could be tried; it may have passed when it is tried again. */
    static AmqpException notTried(OriginalAddress address, Throwable cause) {
        return new AmqpException(
                Reason.UNREACHABLE,
                "A connection to " + address.endpointsText() + " could not be tried: " + describe(cause),
                cause);
    }

    /** A proxy whose broker is down takes connections and hangs up: an outage like any other, and no fault of TLS. */
    static AmqpException handshake(Endpoint endpoint, Throwable cause) {
        return cause instanceof ClosedChannelException
                ? new AmqpException(Reason.CLOSED, endpoint + " closed the connection during the TLS handshake", cause)
                : broken(endpoint, cause);
    }

    static AmqpException broken(Endpoint endpoint, Throwable cause) {
        return isTls(cause)
                ? tls(endpoint, cause)
                : new AmqpException(
                        Reason.CLOSED, "The connection to " + endpoint + " broke: " + describe(cause), cause);
    }

    private static boolean isTls(Throwable cause) {
        return cause instanceof SSLException || cause.getCause() instanceof SSLException;
    }

    private static AmqpException tls(Endpoint endpoint, Throwable cause) {
        if (cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException) {
            return new AmqpException(
                    Reason.PROTOCOL, endpoint + " does not speak TLS: write amqp:// or use its TLS port", cause);
        }
        String why = describe(rootOf(cause));
        Throwable certificate = certificateProblemOf(cause);
        if (certificate == null) {
            return new AmqpException(Reason.UNAUTHENTICATED, endpoint + ": TLS failed: " + why, cause);
        }
        String text = String.valueOf(certificate.getMessage());
        boolean wrongName = text.startsWith("No name matching") || text.startsWith("No subject alternative");
        String problem = wrongName
                ? "its certificate is for another host name"
                : "its certificate is not trusted (see trustStorePath)";
        return new AmqpException(Reason.UNAUTHENTICATED, endpoint + ": TLS failed: " + problem + ": " + why, cause);
    }

    /** What the peer's error means, {@code subject} being the beginning of the sentence. */
    static AmqpException remote(String subject, ErrorCondition error, Reason otherwise) {
        if (error == null || error.getCondition() == null) {
            return new AmqpException(otherwise, subject + " without saying why");
        }
        String condition = error.getCondition().toString();
        String description = error.getDescription() == null ? condition : error.getDescription();
        return new AmqpException(reasonOf(condition, otherwise), condition, subject + ": " + description, null);
    }

    static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Reason reasonOf(String condition, Reason otherwise) {
        return switch (condition) {
            case "amqp:unauthorized-access" -> Reason.UNAUTHORIZED;
            case "amqp:not-found" -> Reason.NOT_FOUND;
            case "amqp:decode-error", "amqp:connection:framing-error", "amqp:invalid-field" -> Reason.PROTOCOL;
            default -> otherwise;
        };
    }

    private static Throwable certificateProblemOf(Throwable cause) {
        Throwable found = null;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof CertificateException) {
                found = each;
            }
        }
        return found;
    }

    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
