// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view.queue;

import io.replicaqueues.console.model.Sample;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A line of a chart. Immutable.
 *
 * @param name what it shows
 * @param style class of its style
 * @param isKnown whether a sample has a value for it: where none has, the line has a gap
 * @param value of a sample that has one
 * @param text how a value is written
 */
record ChartLine(
        String name,
        String style,
        Predicate<Sample> isKnown,
        ToLongFunction<Sample> value,
        LongFunction<String> text) {}
