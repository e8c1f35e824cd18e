// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/** MBeans over HTTP, every request one POST. Any thread may call it. */
final class JolokiaTransport implements Transport {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403);

    private final BrokerAddress.Jolokia address;
    private final Login login;
    private final Tls tls;
    private final Optional<TlsContext> context;
    private final HttpClient http;
    private final PendingCalls pending;

    JolokiaTransport(BrokerAddress.Jolokia address, Login login, Tls tls) throws ConnectionFailure {
        this.address = address;
        this.pending = new PendingCalls(address.text());
        this.login = login;
        this.tls = tls;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(TO_CONNECT);
        this.context = isTls() ? Optional.of(TlsContext.of(tls)) : Optional.empty();
        context.ifPresent(each -> builder.sslContext(each.ssl()));
        http = builder.build();
    }

    @Override
    public Attributes read(ObjectName bean, List<String> attributes) throws ConnectionFailure {
        JSONObject request = request("read", bean);
        request.put("attribute", new JSONArray(attributes));
        return Attributes.composite(value(request, TO_READ));
    }

    @Override
    public Set<ObjectName> search(ObjectName pattern) throws ConnectionFailure {
        Object found = value(request("search", pattern), TO_READ);
        Set<ObjectName> names = new HashSet<>();
        try {
            for (Object name : (List<?>) found) {
                names.add(ObjectName.getInstance(name.toString()));
            }
        } catch (MalformedObjectNameException | ClassCastException e) {
            throw new ConnectionFailure(Reason.NOT_UNDERSTOOD, at("gives no list of names"), e);
        }
        return names;
    }

    @Override
    public Object call(ObjectName bean, Operation operation, Duration patience) throws ConnectionFailure {
        JSONObject request = request("exec", bean);
        request.put("operation", operation.withSignature());
        request.put("arguments", new JSONArray(operation.arguments()));
        return value(request, patience);
    }

    @Override
    public void close() {
        pending.close();
    }

    private static JSONObject request(String type, ObjectName bean) {
        JSONObject request = new JSONObject();
        request.put("type", type);
        request.put("mbean", bean.toString());
        return request;
    }

    private Object value(JSONObject request, Duration patience) throws ConnectionFailure {
        HttpRequest.Builder post = HttpRequest.newBuilder(address.url())
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("Origin", address.origin())
                .POST(BodyPublishers.ofString(request.toJSONString()));
        if (!login.isNobody()) {
            post.header("Authorization", login.basicAuthorization());
        }
        HttpResponse<String> response = send(post.build(), patience);
        // Whoever answers can do without one, or says so.
        wasCertificateMissing();
        if (login.isNobody() && NOT_LET_IN.contains(response.statusCode())) {
            throw nobody(response);
        }
        return new JolokiaAnswer(address.text(), response).value();
    }

    /** Nobody gave a password, so none was wrong. Who wants one asks for it; otherwise it is a certificate that is wanted. */
    private ConnectionFailure nobody(HttpResponse<String> response) {
        boolean isUserWanted = response.headers().firstValue("WWW-Authenticate").isPresent();
        return isUserWanted || !isTls()
                ? new ConnectionFailure(Reason.WRONG_PASSWORD, at("wants a user and a password, and none was given"))
                : TlsFailure.certificate(address.text(), tls, null);
    }

    private boolean wasCertificateMissing() {
        return context.map(each -> each.certificate().wasMissing()).orElse(false);
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(address.url().getScheme());
    }

    /** The request's own limit ends with the headers; this one is for the whole answer. */
    private HttpResponse<String> send(HttpRequest request, Duration patience) throws ConnectionFailure {
        try {
            return pending.await(http.sendAsync(request, BodyHandlers.ofString()), patience.plus(TO_CONNECT));
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private ConnectionFailure failure(Throwable cause) {
        if (pending.isClosed()) {
            return pending.closedHere(cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return new ConnectionFailure(Reason.TIMED_OUT, at("does not answer in time"), cause);
        }
        if (cause instanceof IOException && wasCertificateMissing()) {
            return TlsFailure.certificate(address.text(), tls, cause);
        }
        Optional<ConnectionFailure> ofTls = TlsFailure.of(address.text(), tls, cause);
        if (ofTls.isPresent()) {
            return ofTls.get();
        }
        if (cause instanceof IOException) {
            return new ConnectionFailure(
                    Reason.UNREACHABLE, "Cannot reach " + address.text() + ": " + root(cause), cause);
        }
        return new ConnectionFailure(Reason.NOT_UNDERSTOOD, at("failed: " + cause), cause);
    }

    private String at(String text) {
        return address.text() + " " + text;
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage();
        return text == null ? root.getClass().getSimpleName() : text;
    }
}
