// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;

/** How often brokers are read. For the JavaFX thread. */
public final class IntervalBox extends ComboBox<Duration> {

    private static final List<Duration> CHOICES = Stream.concat(
                    Stream.of(500L, 1_000L, 2_000L, 5_000L, 10_000L, 30_000L, 60_000L)
                            .map(Duration::ofMillis),
                    Stream.of(Duration.ZERO))
            .toList();
    private static final double MILLIS = 1_000.0;

    /** A box that shows an interval; zero stands for off. */
    public IntervalBox(Texts texts, Duration interval) {
        setId("interval");
        getItems().setAll(CHOICES);
        setConverter(names(texts));
        setTooltip(new Tooltip(texts.of("main.interval.meaning")));
        setAccessibleText(texts.of("main.interval.meaning"));
        setValue(interval);
    }

    private static StringConverter<Duration> names(Texts texts) {
        return new StringConverter<>() {
            @Override
            public String toString(Duration interval) {
                return interval.isZero()
                        ? texts.of("main.interval.off")
                        : texts.of("main.interval", interval.toMillis() / MILLIS);
            }

            @Override
            public Duration fromString(String text) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        };
    }
}
