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
        json.put("scale", result.scenario().scale());
        for (Setup setup : result.setups()) {
            JSONObject values = new JSONObject();
            for (Metric metric : result.metrics()) {
                values.put(metric.name(), new JSONArray(result.values(setup, metric)));
            }
            if (BacklogChart.isOf(result)) {
                values.put("BACKLOG_OVER_TIME", backlogs(result.rounds().get(setup)));
            }
            json.put(setup.label(), values);
        }
        return json;
    }

    /** Of each round pairs of seconds and changes. */
    private static JSONArray backlogs(List<Measurement> rounds) {
        return new JSONArray(rounds.stream()
                .map(round -> new JSONArray(round.backlog().stream()
                        .map(point -> new JSONArray(List.of(point.seconds(), point.changes())))
                        .toList()))
                .toList());
    }
}
