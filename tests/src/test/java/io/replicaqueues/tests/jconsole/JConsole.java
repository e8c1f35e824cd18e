// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.jconsole;

import static org.awaitility.Awaitility.await;

import java.awt.Frame;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.swing.JButton;
import javax.swing.JInternalFrame;
import javax.swing.JLabel;
import javax.swing.JPasswordField;
import javax.swing.JRadioButton;
import javax.swing.JSplitPane;
import javax.swing.JTabbedPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.JTree;
import javax.swing.SwingUtilities;
import javax.swing.tree.TreePath;

/**
 * The JDK's own JConsole, running in this JVM and connected to an MBean server as its tab MBeans shows it. What it does
 * it does with the mouse. One for each JVM, for one thread.
 */
final class JConsole {

    private static final Rectangle WINDOW = new Rectangle(0, 0, 1280, 800);
    private static final int TREE_WIDTH = 260;
    private static final int NAME_WIDTH = 110;
    private static final String MBEANS = "MBeans";

    private final Screen screen;
    private final Path images;
    private final JTree tree;

    private JConsole(Screen screen, Path images, JTree tree) {
        this.screen = screen;
        this.images = images;
        this.tree = tree;
    }

    /** Starts JConsole and fills in its dialog for a new connection. */
    static JConsole connect(String url, String user, String password, Path images) throws Exception {
        Screen screen = new Screen();
        start();
        login(screen, url, user, password);
        screen.click(button(screen, "Insecure connection"));
        JTabbedPane tabs =
                screen.showing("the tabs of a connection", JTabbedPane.class, each -> each.indexOfTab(MBEANS) >= 0);
        Screen.change(() -> maximize(tabs));
        int mbeans = Screen.ask(() -> tabs.indexOfTab(MBEANS));
        screen.clickUntil(
                tabs, Screen.ask(() -> tabs.getBoundsAt(mbeans)), () -> Screen.ask(tabs::getSelectedIndex) == mbeans);
        JTree tree = screen.showing("the tree of MBeans", JTree.class, each -> each.getRowCount() > 1);
        Screen.change(() -> ((JSplitPane) SwingUtilities.getAncestorOfClass(JSplitPane.class, tree))
                .setDividerLocation(TREE_WIDTH));
        return new JConsole(screen, images, tree);
    }

    private static void start() {
        // Its package is exported by the command line, not at compile time.
        Thread main = new Thread(
                () -> {
                    try {
                        Class.forName("sun.tools.jconsole.JConsole")
                                .getMethod("main", String[].class)
                                .invoke(null, (Object) new String[0]);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException("JConsole does not start", e);
                    }
                },
                "JConsole");
        main.start();
    }

    private static void login(Screen screen, String url, String user, String password) throws Exception {
        screen.click(screen.showing(
                "a new connection", JRadioButton.class, each -> "Remote Process:".equals(each.getText())));
        JTextField address = field(screen, "Remote Process");
        JTextField name = field(screen, "User Name");
        JTextField secret = screen.showing("the password", JPasswordField.class, each -> true);
        Screen.change(() -> {
            address.setText(url);
            name.setText(user);
            secret.setText(password);
        });
        JButton connect = button(screen, "Connect");
        await("a login to send").atMost(Screen.PATIENCE).until(() -> Screen.ask(connect::isEnabled));
        screen.click(connect);
    }

    private static JTextField field(Screen screen, String label) {
        return screen.showing(
                label,
                JTextField.class,
                each -> label.equals(each.getAccessibleContext().getAccessibleName()));
    }

    private static JButton button(Screen screen, String text) {
        return screen.showing("button " + text, JButton.class, each -> text.equals(each.getText()));
    }

    private static void maximize(JTabbedPane tabs) {
        Frame window = (Frame) SwingUtilities.getWindowAncestor(tabs);
        window.setBounds(WINDOW);
        JInternalFrame connection = (JInternalFrame) SwingUtilities.getAncestorOfClass(JInternalFrame.class, tabs);
        try {
            connection.setMaximum(true);
        } catch (java.beans.PropertyVetoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Clicks a node of the tree, by the texts of the nodes above it and its own. */
    void open(String... path) throws Exception {
        TreePath at = null;
        for (String text : path) {
            at = child(at, text);
            TreePath found = at;
            Screen.change(() -> {
                tree.expandPath(found);
                tree.scrollPathToVisible(found);
            });
        }
        TreePath node = at;
        screen.click(tree, Screen.ask(() -> tree.getPathBounds(node)));
        await("selection of " + node).atMost(Screen.PATIENCE).until(() -> Screen.ask(() -> tree.isPathSelected(node)));
    }

    private TreePath child(TreePath parent, String text) {
        AtomicReference<TreePath> found = new AtomicReference<>();
        await("node " + text).atMost(Screen.PATIENCE).until(() -> {
            found.set(Screen.ask(() -> visibleChild(parent, text)));
            return found.get() != null;
        });
        return found.get();
    }

    private TreePath visibleChild(TreePath parent, String text) {
        for (int row = 0; row < tree.getRowCount(); row++) {
            TreePath path = tree.getPathForRow(row);
            // <html><b>Notifications[3]</b></html>: so many have come.
            String label = path.getLastPathComponent().toString().replaceAll("<[^>]*>|\\[\\d+]", "");
            if (label.equals(text) && (parent == null || parent.equals(path.getParentPath()))) {
                return path;
            }
        }
        return null;
    }

    /** Waits for the table that has that text in that column of a row, and reads all its rows. */
    List<List<String>> table(int column, String text) throws Exception {
        JTable table = screen.showing(
                "a table with " + text,
                JTable.class,
                each -> each.getColumnCount() > column
                        && rows(each).stream().anyMatch(row -> row.get(column).equals(text)));
        return Screen.ask(() -> rows(table));
    }

    /** The values of all attributes, once one of them reads so. */
    Map<String, String> attributes(String name, String value) throws Exception {
        AtomicReference<Map<String, String>> values = new AtomicReference<>();
        await(name + " " + value).atMost(Screen.PATIENCE).until(() -> {
            screen.click(button(screen, "Refresh"));
            values.set(pairs(table(0, name)));
            return value.equals(values.get().get(name));
        });
        return values.get();
    }

    /** What is said of the attribute or operation that is open, one map for it and one for each parameter. */
    List<Map<String, String>> described(String name) throws Exception {
        List<Map<String, String>> parts = new ArrayList<>();
        for (List<String> row : table(1, name)) {
            if (row.get(0).endsWith(":")) {
                parts.add(new LinkedHashMap<>());
            } else {
                parts.get(parts.size() - 1).put(row.get(0), row.get(1));
            }
        }
        return parts;
    }

    /** Double-clicks the value of an attribute, composites, until one with that item is open, and reads it. */
    Map<String, String> expand(String attribute, String item) throws Exception {
        JTable table = screen.showing(
                "attribute " + attribute,
                JTable.class,
                each -> !rows(each).isEmpty() && rows(each).get(0).get(0).equals(attribute));
        screen.doubleClickUntil(
                table,
                Screen.ask(() -> table.getCellRect(0, 1, false)),
                () -> screen.isShowing(JTable.class, each -> pairs(rows(each)).containsKey(item)));
        return pairs(item);
    }

    /** Waits for a table of names and values with that name, and reads it. */
    Map<String, String> pairs(String name) throws Exception {
        return pairs(table(0, name));
    }

    private static Map<String, String> pairs(List<List<String>> rows) {
        Map<String, String> pairs = new LinkedHashMap<>();
        rows.stream().filter(row -> row.size() > 1).forEach(row -> pairs.put(row.get(0), row.get(1)));
        return pairs;
    }

    private static List<List<String>> rows(JTable table) {
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < table.getRowCount(); row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < table.getColumnCount(); column++) {
                cells.add(String.valueOf(table.getValueAt(row, column)));
            }
            rows.add(cells);
        }
        return rows;
    }

    /** Clicks a button. */
    void click(String button) throws Exception {
        screen.click(button(screen, button));
    }

    /** What pointing at a button shows. */
    String toolTip(String button) throws Exception {
        return Screen.ask(button(screen, button)::getToolTipText);
    }

    /** Waits for a dialog that says so, takes a picture of it and closes it by its button. */
    void confirm(String text, String picture) throws Exception {
        screen.showing(
                "a dialog: " + text,
                JLabel.class,
                each -> String.valueOf(each.getText()).contains(text));
        capture(picture);
        confirm(text);
    }

    /** Waits for a dialog that says so and closes it by its button. */
    void confirm(String text) throws Exception {
        screen.showing(
                "a dialog: " + text,
                JLabel.class,
                each -> String.valueOf(each.getText()).contains(text));
        click("OK");
        await("end of the dialog")
                .atMost(Screen.PATIENCE)
                .until(() -> !screen.isShowing(JButton.class, each -> "OK".equals(each.getText())));
    }

    /** Makes columns of the table with such a column as wide as somebody who wants to read it would. */
    void widen(Map<String, Integer> widths) throws Exception {
        JTable table = screen.showing(
                "a table to widen",
                JTable.class,
                each -> widths.keySet().stream().allMatch(name -> hasColumn(each, name)));
        Screen.change(() -> {
            for (int column = 0; column < table.getColumnCount(); column++) {
                table.getColumnModel()
                        .getColumn(column)
                        .setPreferredWidth(widths.getOrDefault(table.getColumnName(column), NAME_WIDTH));
            }
        });
    }

    private static boolean hasColumn(JTable table, String name) {
        for (int column = 0; column < table.getColumnCount(); column++) {
            if (table.getColumnName(column).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a picture of the window. */
    void capture(String name) throws Exception {
        screen.capture(WINDOW, images.resolve(name + ".png"));
    }
}
