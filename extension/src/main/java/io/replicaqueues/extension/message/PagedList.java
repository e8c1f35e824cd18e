// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

import org.agrona.collections.LongArrayList;

/** Paged messages by id and {@link PagePositions position}, sixteen bytes each; for one thread at a time. */
public final class PagedList {

    private final LongArrayList ids = new LongArrayList();
    private final LongArrayList positions = new LongArrayList();

    public void add(long id, long position) {
        ids.addLong(id);
        positions.addLong(position);
    }

    public int size() {
        return ids.size();
    }

    public long id(int index) {
        return ids.getLong(index);
    }

    public long position(int index) {
        return positions.getLong(index);
    }
}
