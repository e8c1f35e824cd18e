// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.json.parser.JSONParser;
import org.jolokia.json.parser.ParseException;

/**
 * MBeans over HTTP. Any thread may call it. Values are what JSON knows: {@code Long}, {@code Double},
 * {@code Boolean}, {@code String}, {@link List}, {@link Map} and {@code null}.
 */
public final class JolokiaClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** An operation may have to read every message of a deep queue. */
    private static final Duration PATIENCE_WITH_OPERATIONS = Duration.ofMinutes(5);

    private final HttpClient http;
    private final URI url;
    private final String authorization;

    /**
     * A client; nothing is sent yet.
     *
     * @param url base of all requests, as {@code http://127.0.0.1:8161/console/jolokia}
     */
    public JolokiaClient(URI url, String user, String password) {
        this(HttpClient.newBuilder(), url, user, password);
    }

    /**
     * A client over HTTPS; nothing is sent yet.
     *
     * @param tls what to trust
     * @param url base of all requests, as {@code https://127.0.0.1:8161/console/jolokia}
     */
    public JolokiaClient(SSLContext tls, URI url, String user, String password) {
        this(HttpClient.newBuilder().sslContext(tls), url, user, password);
    }

    private JolokiaClient(HttpClient.Builder http, URI url, String user, String password) {
        this.http = http.version(Version.HTTP_1_1).connectTimeout(PATIENCE).build();
        this.url = url;
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login);
    }

    /** One attribute of one MBean. */
    public Object read(String mbean, String attribute) throws IOException, InterruptedException, JolokiaException {
        JSONObject request = request("read", mbean);
        request.put("attribute", attribute);
        return value(request);
    }

    /** Every attribute of one MBean; of a pattern of names, a map by name of such maps. */
    public Map<?, ?> read(String mbean) throws IOException, InterruptedException, JolokiaException {
        return (Map<?, ?>) value(request("read", mbean));
    }

    /** Sets one attribute of one MBean. */
    public void write(String mbean, String attribute, Object value)
            throws IOException, InterruptedException, JolokiaException {
        JSONObject request = request("write", mbean);
        request.put("attribute", attribute);
        request.put("value", value);
        value(request);
    }

    /** Calls an operation and gives what it returns. */
    public Object exec(String mbean, String operation, Object... arguments)
            throws IOException, InterruptedException, JolokiaException {
        return value(execRequest(mbean, operation, arguments));
    }

    /** Calls an operation and gives the whole answer, be it a refusal. */
    public JSONObject answerTo(String mbean, String operation, Object... arguments)
            throws IOException, InterruptedException, JolokiaException {
        return answer(execRequest(mbean, operation, arguments));
    }

    /** Names of the MBeans that match a pattern. */
    public List<String> search(String pattern) throws IOException, InterruptedException, JolokiaException {
        List<?> names = (List<?>) value(request("search", pattern));
        return names.stream().map(String::valueOf).toList();
    }

    /** Version of the agent. A cheap way to see whether it answers. */
    public String version() throws IOException, InterruptedException, JolokiaException {
        JSONObject request = new JSONObject();
        request.put("type", "version");
        return String.valueOf(((Map<?, ?>) value(request)).get("agent"));
    }

    private static JSONObject request(String type, String mbean) {
        JSONObject request = new JSONObject();
        request.put("type", type);
        request.put("mbean", mbean);
        return request;
    }

    private static JSONObject execRequest(String mbean, String operation, Object... arguments) {
        JSONObject request = request("exec", mbean);
        request.put("operation", operation);
        request.put("arguments", new JSONArray(Arrays.asList(arguments)));
        return request;
    }

    private Object value(JSONObject request) throws IOException, InterruptedException, JolokiaException {
        JSONObject answer = answer(request);
        int status = ((Number) answer.get("status")).intValue();
        if (status != 200) {
            throw new JolokiaException(status, String.valueOf(answer.get("error")));
        }
        return answer.get("value");
    }

    private JSONObject answer(JSONObject request) throws IOException, InterruptedException, JolokiaException {
        HttpRequest post = HttpRequest.newBuilder(url)
                .timeout("exec".equals(request.get("type")) ? PATIENCE_WITH_OPERATIONS : PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                // A broker's console refuses a request that does not say where it comes from.
                .header("Origin", url.getScheme() + "://" + url.getRawAuthority())
                .POST(BodyPublishers.ofString(request.toJSONString()))
                .build();
        HttpResponse<String> response = http.send(post, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new JolokiaException(response.statusCode(), "HTTP status " + response.statusCode() + " from " + url);
        }
        return parsed(response.body());
    }

    private static JSONObject parsed(String body) throws IOException {
        try {
            return new JSONParser().parse(body, JSONObject.class);
        } catch (ParseException e) {
            throw new IOException("Not JSON: " + body, e);
        }
    }
}
