// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.tests.docs.Document;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which role may do what, as the document has it. Immutable. */
public final class RoleTable {

    /** The row for reading. */
    public static final String READ = "read any attribute";

    /** The row for writing. */
    public static final String WRITE = "write an attribute";

    /** The role of a stock instance that may do everything with the broker. */
    public static final String AMQ = "amq";

    private static final List<String> ROLES =
            List.of(StockAccess.VIEWER, StockAccess.OPERATOR, StockAccess.ADMINISTRATOR, AMQ);

    /** By operation, then by role. */
    private final Map<String, Map<String, Boolean>> table = new LinkedHashMap<>();

    private RoleTable() {}

    /** Reads it from the document. */
    public static RoleTable read() throws IOException {
        Document section = Document.read("docs/http.md").section("Roles");
        assertTrue(section.hasLine("| operation | " + String.join(" | ", ROLES) + " |"));
        RoleTable read = new RoleTable();
        for (List<String> row : section.table("operation")) {
            Map<String, Boolean> byRole = new LinkedHashMap<>();
            for (int column = 0; column < ROLES.size(); column++) {
                String cell = row.get(column + 1);
                assertTrue(cell.equals("yes") || cell.equals("no"), cell);
                byRole.put(ROLES.get(column), cell.equals("yes"));
            }
            read.table.put(row.get(0), byRole);
        }
        return read;
    }

    /** The names of its rows. */
    public Set<String> operations() {
        return new TreeSet<>(table.keySet());
    }

    /** What stands in one cell. */
    public boolean isAllowed(String operation, String role) {
        return table.get(operation).get(role);
    }
}
