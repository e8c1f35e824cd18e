// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.demo;

import io.replicaqueues.mbeans.ReplicaStatus;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How the replica is, one line a second: on a terminal always the same line, elsewhere one below the other. */
final class LiveTable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String START_OF_LINE = "\r";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";

    private final PrintStream out;
    private final boolean terminal;

    LiveTable(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Prints the names of the columns. */
    void start() {
        out.println(row("time", "state", "original", "replica", "difference", "parity", "lag", ""));
    }

    /** Prints how the replica is, empty meaning that it is none any more. */
    void show(Optional<ReplicaStatus> replica) {
        String line = replica.map(LiveTable::line)
                .orElseGet(() -> row(now(), "DISCONNECTED", "", "", "", "", "", "an ordinary queue now"));
        if (terminal) {
            out.print(START_OF_LINE + line + CLEAR_TO_END_OF_LINE);
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Leaves the table, so that what comes next has a line of its own. */
    void end() {
        if (terminal) {
            out.println();
        }
    }

    private static String line(ReplicaStatus replica) {
        boolean unknown = replica.getOriginalDepth() < 0;
        return row(
                now(),
                replica.getState().name(),
                unknown ? "?" : grouped(replica.getOriginalDepth()),
                grouped(replica.getReplicaDepth()),
                unknown ? "?" : grouped(replica.getDepthDifference()),
                replica.isInParity() ? "yes" : "no",
                replica.getLagMillis() < 0 ? "?" : grouped(replica.getLagMillis()) + " ms",
                remark(replica));
    }

    private static String remark(ReplicaStatus replica) {
        return switch (replica.getState()) {
            case FAILED, CONNECTING -> replica.getLastError();
            case CATCHING_UP -> grouped(replica.getCatchUpRemaining()) + " to come";
            case STOPPED, LIVE, DISCONNECTED -> "";
        };
    }

    private static String now() {
        return TIME.format(LocalTime.now(ZoneId.systemDefault()));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-8s  %-12s  %9s  %9s  %10s  %-6s  %9s  %s", cells)
                .stripTrailing();
    }
}
