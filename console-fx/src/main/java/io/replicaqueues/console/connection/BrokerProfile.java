// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A broker as a person has written it down: all but the passwords. Immutable.
 *
 * @param id stays the same when all else is changed
 * @param name what the person calls it
 * @param address where, as typed
 * @param user who logs in; may be empty
 * @param broker name of the broker where several share the address; else empty
 * @param colour that marks it everywhere, as {@code #rrggbb}
 * @param readOnly whether the console offers nothing that changes it
 * @param trust which certificates of the broker are good
 * @param certificate key store with the client's certificate
 */
public record BrokerProfile(
        String id,
        String name,
        String address,
        String user,
        String broker,
        String colour,
        boolean readOnly,
        TrustChoice trust,
        Optional<Path> certificate) {

    /**
     * Which certificates are good, without the password of a file.
     *
     * @param kind which of the three
     * @param detail the file of a store, or the fingerprint; else empty
     */
    public record TrustChoice(Kind kind, String detail) {

        /** What Java trusts. */
        public static final TrustChoice AUTHORITIES = new TrustChoice(Kind.AUTHORITIES, "");

        /** The alternatives of {@link Tls.Trust}. */
        public enum Kind {
            AUTHORITIES,
            STORE,
            FINGERPRINT
        }
    }

    /**
     * What is secret of a profile. Immutable.
     *
     * @param password of the user
     * @param trustPassword of the trust store
     * @param certificatePassword of the key store
     */
    public record Secrets(String password, String trustPassword, String certificatePassword) {

        /** Only a user's password. */
        public Secrets(String password) {
            this(password, "", "");
        }

        @Override
        public String toString() {
            return "Secrets";
        }
    }

    /** A new one with the least there must be. */
    public static BrokerProfile of(String name, String address, String user) {
        return new BrokerProfile(
                UUID.randomUUID().toString(),
                name,
                address,
                user,
                "",
                "#0969da",
                false,
                TrustChoice.AUTHORITIES,
                Optional.empty());
    }

    /** The same broker behind an address that it shares with others. */
    public BrokerProfile withBroker(String value) {
        return new BrokerProfile(id, name, address, user, value, colour, readOnly, trust, certificate);
    }

    /** The same with another colour. */
    public BrokerProfile withColour(String value) {
        return new BrokerProfile(id, name, address, user, broker, value, readOnly, trust, certificate);
    }

    /** The same, offering nothing that changes the broker, or again all. */
    public BrokerProfile withReadOnly(boolean value) {
        return new BrokerProfile(id, name, address, user, broker, colour, value, trust, certificate);
    }

    /**
     * With the secrets, all it takes to connect.
     *
     * @throws IllegalArgumentException if the address cannot be read
     */
    public ConnectionSettings with(Secrets secrets) {
        Tls.Trust trusted = switch (trust.kind()) {
            case AUTHORITIES -> new Tls.Trust.Authorities();
            case STORE -> new Tls.Trust.Store(Path.of(trust.detail()), secrets.trustPassword());
            case FINGERPRINT -> new Tls.Trust.Fingerprint(trust.detail());
        };
        return new ConnectionSettings(
                BrokerAddress.parse(address),
                new Login(user, secrets.password()),
                new Tls(trusted, certificate.orElse(null), secrets.certificatePassword()),
                broker);
    }
}
