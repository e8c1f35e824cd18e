// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.CRC_OPTIONS_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.CRL_PATH_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.ENABLED_CIPHER_SUITES_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.ENABLED_PROTOCOLS_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.KEYSTORE_ALIAS_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.KEYSTORE_PASSWORD_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.KEYSTORE_PATH_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.KEYSTORE_PROVIDER_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.KEYSTORE_TYPE_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.KEY_PASSWORD_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.OCSP_RESPONDER_URL_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.SNIHOST_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.TRUSTSTORE_PATH_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.TRUSTSTORE_PROVIDER_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.TRUSTSTORE_TYPE_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.TRUST_ALL_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.TRUST_MANAGER_FACTORY_PLUGIN_PROP_NAME;
import static org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants.VERIFY_HOST_PROP_NAME;

import java.util.Arrays;
import java.util.Optional;

/** The TLS options of an original's address, by Artemis' own names; immutable, may be used by any thread. */
enum TlsOption {
    TRUST_STORE_PATH(TRUSTSTORE_PATH_PROP_NAME, Kind.TEXT),
    TRUST_STORE_PASSWORD(TRUSTSTORE_PASSWORD_PROP_NAME, Kind.SECRET),
    TRUST_STORE_TYPE(TRUSTSTORE_TYPE_PROP_NAME, Kind.TEXT),
    TRUST_STORE_PROVIDER(TRUSTSTORE_PROVIDER_PROP_NAME, Kind.TEXT),
    KEY_STORE_PATH(KEYSTORE_PATH_PROP_NAME, Kind.TEXT),
    KEY_STORE_PASSWORD(KEYSTORE_PASSWORD_PROP_NAME, Kind.SECRET),
    KEY_STORE_TYPE(KEYSTORE_TYPE_PROP_NAME, Kind.TEXT),
    KEY_STORE_PROVIDER(KEYSTORE_PROVIDER_PROP_NAME, Kind.TEXT),
    KEY_STORE_ALIAS(KEYSTORE_ALIAS_PROP_NAME, Kind.TEXT),
    KEY_PASSWORD(KEY_PASSWORD_PROP_NAME, Kind.SECRET),
    VERIFY_HOST(VERIFY_HOST_PROP_NAME, Kind.BOOLEAN),
    TRUST_ALL(TRUST_ALL_PROP_NAME, Kind.BOOLEAN),
    SNI_HOST(SNIHOST_PROP_NAME, Kind.TEXT),
    ENABLED_PROTOCOLS(ENABLED_PROTOCOLS_PROP_NAME, Kind.TEXT),
    ENABLED_CIPHER_SUITES(ENABLED_CIPHER_SUITES_PROP_NAME, Kind.TEXT),
    CRL_PATH(CRL_PATH_PROP_NAME, Kind.TEXT),
    CRC_OPTIONS(CRC_OPTIONS_PROP_NAME, Kind.TEXT),
    OCSP_RESPONDER_URL(OCSP_RESPONDER_URL_PROP_NAME, Kind.TEXT),
    TRUST_MANAGER_FACTORY_PLUGIN(TRUST_MANAGER_FACTORY_PLUGIN_PROP_NAME, Kind.TEXT);

    private enum Kind {
        TEXT,
        BOOLEAN,
        SECRET
    }

    private final String optionName;
    private final Kind kind;

    TlsOption(String optionName, Kind kind) {
        this.optionName = optionName;
        this.kind = kind;
    }

    static Optional<TlsOption> named(String name) {
        return Arrays.stream(values())
                .filter(option -> option.optionName.equals(name))
                .findFirst();
    }

    String optionName() {
        return optionName;
    }

    boolean isSecret() {
        return kind == Kind.SECRET;
    }

    boolean isBoolean() {
        return kind == Kind.BOOLEAN;
    }
}
