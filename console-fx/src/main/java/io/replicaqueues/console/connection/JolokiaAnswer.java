// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.connection;

import io.replicaqueues.console.connection.ConnectionFailure.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jolokia.json.JSONObject;

/**
 * What Jolokia answered. Immutable. A refusal comes with HTTP status 200 too: what counts is the status in the JSON.
 *
 * @param address who answered
 * @param response the answer
 */
record JolokiaAnswer(String address, HttpResponse<String> response) {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String SECURITY = SecurityException.class.getName();
    private static final Set<String> REFUSALS_OF_THE_BEAN =
            Set.of(IllegalStateException.class.getName(), IllegalArgumentException.class.getName());
    /** Jolokia puts the names of the classes before the text, one for each cause. */
    private static final Pattern CLASS_NAMES = Pattern.compile("^(?:[\\w.$]+(?:Exception|Error)\\s*: ?)+");

    /** The value, or why there is none. */
    Object value() throws ConnectionFailure {
        switch (response.statusCode()) {
            case OK -> {
                return valueIn(parsed());
            }
            case UNAUTHORIZED ->
                throw new ConnectionFailure(
                        Reason.WRONG_PASSWORD, address + " does not accept the user or the password");
            case FORBIDDEN ->
                throw new ConnectionFailure(
                        Reason.WRONG_PASSWORD,
                        address + " does not let this user in: wrong password, or a role is missing");
            case NOT_FOUND ->
                throw new ConnectionFailure(
                        Reason.NOT_UNDERSTOOD, address + " has no Jolokia at this path (HTTP status 404)");
            default ->
                throw new ConnectionFailure(
                        Reason.NOT_UNDERSTOOD, address + " answers with HTTP status " + response.statusCode());
        }
    }

    private Object valueIn(JSONObject answer) throws ConnectionFailure {
        if (!(answer.get("status") instanceof Number status)) {
            throw noJolokia(null);
        }
        if (status.intValue() == OK) {
            return answer.get("value");
        }
        String text = CLASS_NAMES.matcher(String.valueOf(answer.get("error"))).replaceFirst("");
        throw new ConnectionFailure(reason(status.intValue(), answer), text);
    }

    private static Reason reason(int status, Map<String, Object> answer) {
        String type = String.valueOf(answer.get("error_type"));
        if (status == FORBIDDEN || type.equals(SECURITY)) {
            return Reason.REFUSED;
        }
        if (REFUSALS_OF_THE_BEAN.contains(type)) {
            return Reason.REJECTED;
        }
        return status == NOT_FOUND ? Reason.GONE : Reason.REJECTED;
    }

    private JSONObject parsed() throws ConnectionFailure {
        try {
            return Json.parse(response.body(), JSONObject.class);
        } catch (IOException e) {
            throw noJolokia(e);
        }
    }

    private ConnectionFailure noJolokia(Exception cause) {
        return new ConnectionFailure(Reason.NOT_UNDERSTOOD, address + " does not answer as Jolokia does", cause);
    }
}
