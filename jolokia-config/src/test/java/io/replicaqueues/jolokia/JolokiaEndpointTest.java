// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.jolokia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jolokia.json.JSONObject;
import org.jolokia.json.parser.JSONParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the endpoint permits and what it refuses, over real HTTP. */
final class JolokiaEndpointTest {

    private static final String USER = "operator";
    private static final String PASSWORD = "a secret, with colons: and ü";
    private static final String BROKER = "org.apache.activemq.artemis:broker=\"jolokia-test\"";
    private static final String REPLICA = BROKER + ",component=queue-replication,replica=\"orders\"";
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static JolokiaEndpoint endpoint;

    /** Stands in for a replica's bean. */
    public interface StandInMXBean {
        String getState();

        String stop();

        String removeAllMessages();
    }

    private static final class StandIn implements StandInMXBean {
        @Override
        public String getState() {
            return "LIVE";
        }

        @Override
        public String stop() {
            return "stopped";
        }

        @Override
        public String removeAllMessages() {
            return "gone";
        }
    }

    @BeforeAll
    static void start() throws Exception {
        MBEANS.registerMBean(new StandIn(), new ObjectName(BROKER));
        MBEANS.registerMBean(new StandIn(), new ObjectName(REPLICA));
        endpoint = JolokiaEndpoint.start(0, USER, PASSWORD);
    }

    @AfterAll
    static void stop() throws Exception {
        endpoint.close();
        MBEANS.unregisterMBean(new ObjectName(BROKER));
        MBEANS.unregisterMBean(new ObjectName(REPLICA));
    }

    @Test
    void aRequestWithoutCredentialsIsUnauthorized() throws Exception {
        assertEquals(401, send(request("/version").GET().build()).statusCode());
    }

    @Test
    void aWrongPasswordIsUnauthorized() throws Exception {
        HttpRequest request = request("/version")
                .header("Authorization", basic(USER, "guess"))
                .GET()
                .build();
        assertEquals(401, send(request).statusCode());
    }

    @Test
    void theConfigurationShownWithoutCredentialsHoldsNoSecret() throws Exception {
        HttpResponse<String> response = send(request("/config").GET().build());
        assertFalse(response.body().contains(USER), response.body());
        assertFalse(response.body().contains(PASSWORD), response.body());
    }

    @Test
    void anAttributeOfAReplicaIsRead() throws Exception {
        JSONObject answer = post(Map.of("type", "read", "mbean", REPLICA, "attribute", "State"));
        assertEquals(200L, answer.get("status"), answer::toJSONString);
        assertEquals("LIVE", answer.get("value"));
    }

    @Test
    void anOperationOfAReplicaIsExecutedWithAndWithoutItsSignature() throws Exception {
        for (String operation : new String[] {"stop", "stop()"}) {
            JSONObject answer = post(Map.of("type", "exec", "mbean", REPLICA, "operation", operation));
            assertEquals("stopped", answer.get("value"), answer::toJSONString);
        }
    }

    @Test
    void anOperationThatIsNoPartOfReplicationIsForbidden() throws Exception {
        assertForbidden(post(Map.of("type", "exec", "mbean", REPLICA, "operation", "removeAllMessages")));
        assertForbidden(post(Map.of("type", "exec", "mbean", BROKER, "operation", "stop")));
    }

    @Test
    void writingIsForbiddenEvenWhereReadingIsNot() throws Exception {
        assertForbidden(post(Map.of("type", "write", "mbean", REPLICA, "attribute", "State", "value", "STOPPED")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang:type=Runtime", "java.lang:type=Memory", "java.util.logging:type=Logging"})
    void anMBeanOfTheJvmIsForbidden(String mbean) throws Exception {
        assertForbidden(post(Map.of("type", "read", "mbean", mbean)));
    }

    @Test
    void diagnosticCommandsAreForbidden() throws Exception {
        assertForbidden(post(Map.of(
                "type",
                "exec",
                "mbean",
                "com.sun.management:type=DiagnosticCommand",
                "operation",
                "gcClassHistogram")));
    }

    @Test
    void theListShowsReplicasAndHidesTheJvm() throws Exception {
        JSONObject answer = post(Map.of("type", "search", "mbean", "*:*"));
        assertTrue(answer.get("value").toString().contains("queue-replication"), answer::toJSONString);
        assertFalse(answer.get("value").toString().contains("java.lang"), answer::toJSONString);
    }

    @Test
    void aRequestForAnotherJvmIsAnsweredByThisOne() throws Exception {
        JSONObject answer = post(Map.of(
                "type",
                "read",
                "mbean",
                REPLICA,
                "attribute",
                "State",
                "target",
                Map.of("url", "service:jmx:rmi:///jndi/rmi://127.0.0.1:1/jmxrmi")));
        assertEquals("LIVE", answer.get("value"), answer::toJSONString);
    }

    @Test
    void aPageOfAnotherSiteIsRefusedAndGetsNoPermissionToReadTheAnswer() throws Exception {
        HttpResponse<String> response = send(authorized("/version")
                .header("Origin", "http://127.0.0.1.example.org")
                .GET()
                .build());
        assertForbidden(new JSONParser().parse(response.body(), JSONObject.class));
        assertEquals(Optional.empty(), response.headers().firstValue("Access-Control-Allow-Origin"));
    }

    @Test
    void anErrorCarriesNoStackTrace() throws Exception {
        JSONObject answer = post(Map.of("type", "read", "mbean", REPLICA, "attribute", "Missing"));
        assertTrue((Long) answer.get("status") >= 400, answer::toJSONString);
        assertFalse(answer.containsKey("stacktrace"), answer::toJSONString);
    }

    @Test
    void itListensOnLoopbackAndATakenPortIsSaidAtOnce() {
        assertEquals("127.0.0.1", endpoint.url().getHost());
        assertThrows(BindException.class, () -> JolokiaEndpoint.start(endpoint.port(), USER, PASSWORD));
    }

    @Test
    void anEmptyPasswordIsNotAccepted() {
        assertThrows(IllegalArgumentException.class, () -> JolokiaEndpoint.start(0, USER, ""));
    }

    private static void assertForbidden(JSONObject answer) {
        assertEquals(403L, answer.get("status"), answer::toJSONString);
    }

    private static JSONObject post(Map<String, Object> body) throws Exception {
        JSONObject json = new JSONObject();
        json.putAll(body);
        HttpResponse<String> response = send(authorized("")
                .POST(BodyPublishers.ofString(json.toJSONString()))
                .build());
        assertEquals(200, response.statusCode(), response::body);
        return new JSONParser().parse(response.body(), JSONObject.class);
    }

    private static HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", basic(USER, PASSWORD));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint.url() + path)).timeout(Duration.ofSeconds(10));
    }

    private static String basic(String user, String password) {
        byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
