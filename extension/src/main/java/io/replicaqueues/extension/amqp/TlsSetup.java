// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * The TLS side of one original's address, set up by the broker's own code. Immutable once loaded, may be used by any
 * thread; loading reads the stores' files and so belongs on no event loop.
 */
final class TlsSetup {

    private final OriginalAddress address;
    private final SSLContext context;

    private TlsSetup(OriginalAddress address, SSLContext context) {
        this.address = address;
        this.context = context;
    }

    /** Reads the stores the address names, or the JDK's where it names none. */
    static TlsSetup load(OriginalAddress address) throws AmqpException {
        try {
            TlsSetup setup = new TlsSetup(address, new SSLSupport(storesOf(address)).createContext());
            // Finds an unknown protocol or cipher suite now and not in the middle of a connect.
            setup.engineFor(address.endpoints().get(0));
            return setup;
        } catch (Exception e) {
            throw Failures.tlsSetup(address, e);
        }
    }

    /** Returns the handler for one new connection to the given endpoint of the address. */
    SslHandler handlerFor(Endpoint endpoint) {
        SslHandler handler = new SslHandler(engineFor(endpoint));
        // The time to open a connection covers the handshake too.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private SSLEngine engineFor(Endpoint endpoint) {
        SSLEngine engine = context.createSSLEngine(endpoint.host(), endpoint.port());
        engine.setUseClientMode(true);
        address.option(TlsOption.ENABLED_CIPHER_SUITES)
                .map(SSLSupport::parseCommaSeparatedListIntoArray)
                .ifPresent(engine::setEnabledCipherSuites);
        address.option(TlsOption.ENABLED_PROTOCOLS)
                .map(SSLSupport::parseCommaSeparatedListIntoArray)
                .ifPresent(engine::setEnabledProtocols);
        SSLParameters parameters = engine.getSSLParameters();
        if (verifiesHost()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        address.option(TlsOption.SNI_HOST).ifPresent(host -> parameters.setServerNames(List.of(new SNIHostName(host))));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private boolean verifiesHost() {
        return address.option(TlsOption.VERIFY_HOST)
                .map(Boolean::parseBoolean)
                .orElse(TransportConstants.DEFAULT_CONNECTOR_VERIFY_HOST);
    }

    private static SSLContextConfig storesOf(OriginalAddress address) {
        SSLContextConfig.Builder stores = SSLContextConfig.builder()
                .keystorePath(text(address, TlsOption.KEY_STORE_PATH))
                .keystorePassword(text(address, TlsOption.KEY_STORE_PASSWORD))
                .keystoreType(type(address, TlsOption.KEY_STORE_TYPE))
                .keystoreProvider(text(address, TlsOption.KEY_STORE_PROVIDER))
                .keystoreAlias(text(address, TlsOption.KEY_STORE_ALIAS))
                .truststorePath(text(address, TlsOption.TRUST_STORE_PATH))
                .truststorePassword(text(address, TlsOption.TRUST_STORE_PASSWORD))
                .truststoreType(type(address, TlsOption.TRUST_STORE_TYPE))
                .truststoreProvider(text(address, TlsOption.TRUST_STORE_PROVIDER))
                .trustAll(Boolean.parseBoolean(text(address, TlsOption.TRUST_ALL)))
                .crlPath(text(address, TlsOption.CRL_PATH))
                .trustManagerFactoryPlugin(text(address, TlsOption.TRUST_MANAGER_FACTORY_PLUGIN));
        setIfKnown(address, TlsOption.KEY_PASSWORD, password -> stores.keyPassword(password));
        setIfKnown(address, TlsOption.CRC_OPTIONS, options -> stores.crcOptions(options));
        setIfKnown(address, TlsOption.OCSP_RESPONDER_URL, url -> stores.ocspResponderURL(url));
        return stores.build();
    }

    /** Sets what older brokers do not have; no method references, which would look for the method at once. */
    private static void setIfKnown(OriginalAddress address, TlsOption option, Consumer<String> setting) {
        address.option(option).ifPresent(value -> {
            try {
                setting.accept(value);
            } catch (NoSuchMethodError e) {
                throw new IllegalArgumentException(
                        "this version of the broker has no option " + option.optionName(), e);
            }
        });
    }

    private static String text(OriginalAddress address, TlsOption option) {
        return address.option(option).orElse(null);
    }

    private static String type(OriginalAddress address, TlsOption option) {
        return address.option(option).orElse(TransportConstants.DEFAULT_TRUSTSTORE_TYPE);
    }
}
