// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * Says who we are: by user and password, else by the client certificate, else anonymously. Confined to the event loop
 * of its connection.
 */
final class SaslLogin implements SaslListener {

    private static final String PLAIN = "PLAIN";
    private static final String EXTERNAL = "EXTERNAL";
    private static final String ANONYMOUS = "ANONYMOUS";

    private final OriginalAddress address;
    private final Endpoint endpoint;
    private final String mechanism;
    private final Consumer<AmqpException> onRefused;

    SaslLogin(OriginalAddress address, Endpoint endpoint, Consumer<AmqpException> onRefused) {
        this.address = address;
        this.endpoint = endpoint;
        this.mechanism = mechanismFor(address);
        this.onRefused = onRefused;
    }

    private static String mechanismFor(OriginalAddress address) {
        if (address.user().isPresent()) {
            return PLAIN;
        }
        return address.option(TlsOption.KEY_STORE_PATH).isPresent() ? EXTERNAL : ANONYMOUS;
    }

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {
        Set<String> offered = Set.copyOf(Arrays.asList(sasl.getRemoteMechanisms()));
        if (!offered.contains(mechanism)) {
            refuse(endpoint + " does not offer SASL " + mechanism + ", only " + String.join(", ", offered));
            return;
        }
        sasl.setMechanisms(mechanism);
        byte[] response = initialResponse();
        sasl.send(response, 0, response.length);
    }

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {
        switch (sasl.getOutcome()) {
            case PN_SASL_OK, PN_SASL_SKIPPED, PN_SASL_NONE -> {}
            case PN_SASL_AUTH, PN_SASL_PERM -> onRefused.accept(refusal());
            case PN_SASL_SYS, PN_SASL_TEMP -> refuse(endpoint + " cannot check credentials at present");
        }
    }

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {
        refuse(endpoint + " asked for more than SASL " + mechanism + " gives");
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        throw new IllegalStateException("a client gets no SASL init");
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {
        throw new IllegalStateException("a client gets no SASL response");
    }

    private byte[] initialResponse() {
        return switch (mechanism) {
            case PLAIN ->
                ("\0" + address.user().orElseThrow() + "\0" + address.password().orElse(""))
                        .getBytes(StandardCharsets.UTF_8);
            case ANONYMOUS -> ANONYMOUS.getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
        };
    }

    /** Says that the peer does not accept who we are, which some brokers only find out after the login. */
    AmqpException refusal() {
        String message = address.user()
                .map(user -> endpoint + " refused user '" + user + "': wrong user or password")
                .orElseGet(() -> mechanism.equals(EXTERNAL)
                        ? endpoint + " refused the client certificate"
                        : endpoint + " refused an anonymous connection: give a user and password");
        return new AmqpException(AmqpException.Reason.UNAUTHENTICATED, message);
    }

    private void refuse(String message) {
        onRefused.accept(new AmqpException(AmqpException.Reason.UNAUTHENTICATED, message));
    }
}
