// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

/**
 * All it takes to reach a broker. Immutable.
 *
 * @param address where
 * @param login who
 * @param tls whom to trust, and the certificate to show
 * @param broker name of the broker, needed only where several share one address; else empty
 */
public record ConnectionSettings(BrokerAddress address, Login login, Tls tls, String broker) {

    /** The only broker behind an address, with what Java trusts. */
    public ConnectionSettings(BrokerAddress address, Login login) {
        this(address, login, Tls.DEFAULT, "");
    }
}
