// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import java.util.List;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;

/** Results as JSON, with every round. Stateless. */
final class JsonWriter {

    private JsonWriter() {}

    static String json(Conditions conditions, List<ScenarioResult> results) {
        JSONObject facts = new JSONObject();
        facts.putAll(conditions.facts());
        JSONObject json = new JSONObject();
        json.put("conditions", facts);
        JSONArray scenarios = new JSONArray();
        results.forEach(result -> scenarios.add(json(result)));
        json.put("scenarios", scenarios);
        return json.toJSONString();
    }

    private static JSONObject json(ScenarioResult result) {
        JSONObject json = new JSONObject();
        json.put("id", result.scenario().id());
        json.put("title", result.scenario().title());
        for (Setup setup : result.scenario().setups()) {
            JSONObject values = new JSONObject();
            for (Metric metric : result.metrics()) {
                values.put(metric.name(), new JSONArray(result.values(setup, metric)));
            }
            json.put(setup.label(), values);
        }
        return json;
    }
}
