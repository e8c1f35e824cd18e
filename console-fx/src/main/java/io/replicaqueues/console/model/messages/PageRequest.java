// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

/**
 * Which messages of a queue to show. Immutable.
 *
 * @param page from 1
 * @param size how many a page holds, 1 to {@value #LARGEST}
 * @param selector a filter in the broker's syntax, empty for all
 */
public record PageRequest(int page, int size, String selector) {

    /** More in one page would be more than anybody reads. */
    public static final int LARGEST = 1_000;

    /** What is shown first. */
    public static final PageRequest FIRST = new PageRequest(1, 50, "");

    /** Puts both numbers into their ranges. */
    public PageRequest {
        page = Math.max(1, page);
        size = Math.max(1, Math.min(LARGEST, size));
    }

    /** Another page of the same. */
    public PageRequest withPage(int value) {
        return new PageRequest(value, size, selector);
    }

    /** The page that begins with the same message, or before it, in pages of another size. */
    public PageRequest withSize(int value) {
        int first = (page - 1) * size;
        return new PageRequest(first / Math.max(1, Math.min(LARGEST, value)) + 1, value, selector);
    }

    /** The first page of other messages. */
    public PageRequest withSelector(String value) {
        return new PageRequest(1, size, value.strip());
    }
}
