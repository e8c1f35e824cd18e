// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.message;

/**
 * Where a message is in the pages of its address, as one number that grows in the order of the pages. Stateless, safe on
 * any thread.
 */
public final class PagePositions {

    private PagePositions() {}

    /**
     * The position of a message.
     *
     * @param page number of the page
     * @param number of the message in its page, from 0
     */
    public static long of(long page, int number) {
        return page << Integer.SIZE | number;
    }

    /** Number of the page. */
    public static long page(long position) {
        return position >>> Integer.SIZE;
    }

    /** Number of the message in its page. */
    public static int number(long position) {
        return (int) position;
    }
}
