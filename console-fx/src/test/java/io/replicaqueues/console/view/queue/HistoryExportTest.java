// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.replicaqueues.console.model.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryExportTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsUnknownIsEmptyAndTimesHaveTheirZone() throws Exception {
        long millis = Instant.parse("2026-11-27T12:00:00.250Z").toEpochMilli();
        Path file = folder.resolve("orders.csv");

        HistoryExport.csv(
                List.of(new Sample(millis, 12_345, 12_300, 70), new Sample(millis + 750, -1, 12_300, -1)),
                ZoneId.of("Europe/Berlin"),
                file);

        assertEquals(
                List.of(
                        "time,original_depth,replica_depth,difference,lag_ms",
                        "2026-11-27T13:00:00.25+01:00,12345,12300,45,70",
                        "2026-11-27T13:00:01+01:00,,12300,,"),
                Files.readAllLines(file));
    }
}
