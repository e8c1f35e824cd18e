// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model;

/** How far what is shown can be believed. */
public enum Freshness {
    /** Read within the last moments. */
    FRESH,
    /** The broker has not been read for longer than it should take: values are of that time. */
    STALE,
    /** There is no link to the broker, or it answers without the extension: how things are is not known. */
    UNKNOWN,
    /** The broker answers, and has no such replica any more: values are of the last time it had. */
    GONE
}
