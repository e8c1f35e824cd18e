// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples as plain numbers, in a ring that grows to its capacity: thousands of replicas have one. For one thread.
 */
final class SampleRing {

    private static final int FIELDS = 4;
    private static final int FIRST_CAPACITY = 32;

    private final int most;
    private long[] values = new long[FIELDS * FIRST_CAPACITY];
    private int first;
    private int size;

    SampleRing(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == most;
    }

    Sample get(int index) {
        int at = at(index);
        return new Sample(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }

    void add(Sample sample) {
        if (isFull()) {
            throw new IllegalStateException("Full");
        }
        if (size == capacity()) {
            grow();
        }
        int at = at(size);
        values[at] = sample.millis();
        values[at + 1] = sample.originalDepth();
        values[at + 2] = sample.replicaDepth();
        values[at + 3] = sample.lagMillis();
        size++;
    }

    Sample removeFirst() {
        Sample removed = get(0);
        first = (first + 1) % capacity();
        size--;
        return removed;
    }

    Sample last() {
        return get(size - 1);
    }

    void removeLast() {
        size--;
    }

    void clear() {
        first = 0;
        size = 0;
    }

    List<Sample> toList() {
        List<Sample> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(get(i));
        }
        return list;
    }

    private int capacity() {
        return values.length / FIELDS;
    }

    private int at(int index) {
        return (first + index) % capacity() * FIELDS;
    }

    private void grow() {
        int shift = first * FIELDS;
        // By half, not by twice: what is not used counts thousands of times.
        long[] straight = new long[Math.min(most, capacity() * 3 / 2) * FIELDS];
        System.arraycopy(values, shift, straight, 0, values.length - shift);
        System.arraycopy(values, 0, straight, values.length - shift, shift);
        values = straight;
        first = 0;
    }
}
