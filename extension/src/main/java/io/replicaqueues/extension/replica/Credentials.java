// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.replica;

import io.replicaqueues.extension.amqp.OriginalAddress;
import java.util.Optional;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.apache.activemq.artemis.utils.SensitiveDataCodec;

/** Masks and unmasks the secrets of stored addresses with the broker's own codec. Safe on any thread. */
final class Credentials {

    private final String codecClass;
    private final ReplicaSettings settings;

    Credentials(Configuration configuration, ReplicaSettings settings) {
        this.codecClass = configuration.getPasswordCodec();
        this.settings = settings;
    }

    /** Reads an address as it was typed in. */
    OriginalAddress typedIn(String text) {
        return OriginalAddress.parse(text, this::unmask);
    }

    /**
     * Reads a stored address and completes it. Secrets that the broker's codec cannot unmask any more stay masked, which
     * lets nobody in: see {@link #objectionTo}.
     */
    OriginalAddress stored(String text) {
        if (objectionTo(text).isEmpty()) {
            return complete(typedIn(text));
        }
        OriginalAddress masked = OriginalAddress.parse(text, secret -> secret);
        return needsConfiguredUser(masked) ? masked.withCredentials(settings.user(), "") : masked;
    }

    /** Why a stored address is of no use at present, as a line for the operator; empty if it is not. */
    Optional<String> objectionTo(String text) {
        try {
            OriginalAddress unused = complete(typedIn(text));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Adds the configured user to an address that names none.
     *
     * @throws IllegalArgumentException with a line for the operator if that user has no password that is of use
     */
    OriginalAddress complete(OriginalAddress address) {
        if (!needsConfiguredUser(address)) {
            return address;
        }
        if (settings.password() == null) {
            throw new IllegalArgumentException("property password of ReplicaQueuesPlugin, of user '" + settings.user()
                    + "', is missing or cannot be unmasked with this broker's codec");
        }
        return address.withCredentials(settings.user(), settings.password());
    }

    private boolean needsConfiguredUser(OriginalAddress address) {
        return address.user().isEmpty() && settings.user() != null;
    }

    /** The form to store: with what was typed in, secrets masked; without what came from the configuration. */
    String storable(OriginalAddress typedIn) {
        return typedIn.toStorableString(this::mask);
    }

    private String unmask(String masked) {
        try {
            return PasswordMaskingUtil.resolveMask(PasswordMaskingUtil.wrap(masked), codecClass);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "a masked password of the original's address cannot be unmasked by the broker's codec", e);
        }
    }

    private String mask(String secret) {
        try {
            SensitiveDataCodec<String> codec = codecClass == null
                    ? PasswordMaskingUtil.getDefaultCodec()
                    : PasswordMaskingUtil.getCodec(codecClass);
            return codec.encode(secret);
        } catch (Exception e) {
            throw new IllegalStateException("the broker's codec cannot mask a password", e);
        }
    }
}
