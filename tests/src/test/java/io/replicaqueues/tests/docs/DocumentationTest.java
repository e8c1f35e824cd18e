// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.replicaqueues.extension.ReplicaQueuesPlugin;
import io.replicaqueues.mbeans.Description;
import io.replicaqueues.mbeans.OriginalQueueMXBean;
import io.replicaqueues.mbeans.Parameter;
import io.replicaqueues.mbeans.QueueReplicationMXBean;
import io.replicaqueues.mbeans.ReplicaQueueMXBean;
import io.replicaqueues.mbeans.ReplicaState;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents name is what the code has, no less and no more. */
class DocumentationTest {

    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");
    /** A test class, a method of one, or a method of the one named before. */
    private static final Pattern PROOF = Pattern.compile("`(?:([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?|\\.(\\w+))`");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?:get|is)([A-Z]\\w*)");
    private static final Pattern RANGE = Pattern.compile("from (\\d+) to (\\d+)");
    private static final String NAMES_OF_PROPERTIES = "allowed are ";

    @ParameterizedTest
    @CsvSource({"Queue replication", "Replica queue", "Original queue"})
    void everyAttributeAndOperationIsInTheReferenceAndViceVersa(String bean) throws Exception {
        String section = section(read("docs/management.md"), bean);
        Class<?> contract = contracts().get(bean);

        assertEquals(attributesOf(contract), firstCells(section, "attribute"));
        assertEquals(operationsOf(contract), firstCells(section, "operation"));
    }

    @ParameterizedTest
    @CsvSource({"Queue replication", "Replica queue", "Original queue"})
    void theReferenceSaysOfEachWhatTheBeanSaysOfItself(String bean) throws Exception {
        String section = section(read("docs/management.md"), bean);
        for (Method method : contracts().get(bean).getMethods()) {
            Matcher attribute = ATTRIBUTE.matcher(method.getName());
            String told = method.getAnnotation(Description.class).value();
            if (attribute.matches()) {
                assertTrue(
                        section.contains("| `" + attribute.group(1) + "` | " + openType(method.getReturnType()) + " | "
                                + told + " |"),
                        () -> attribute.group(1) + ": " + told);
            } else {
                String operation = "| `" + openType(method.getReturnType()).replace("composite", "CompositeData") + " "
                        + signature(method) + "` | " + told + " |";
                assertTrue(section.replace("`", "").contains(operation.replace("`", "")), operation);
            }
        }
    }

    /** What an MXBean makes of a type. */
    private static String openType(Class<?> type) {
        String element = (type.isArray() ? type.getComponentType() : type).getSimpleName();
        String open = switch (element) {
            case "ReplicaState" -> "String";
            case "ReplicaStatus", "OriginalReplica", "DisconnectReport", "VerifyReport" -> "composite";
            default -> element;
        };
        return type.isArray() ? open + "[]" : open;
    }

    @Test
    void everyPropertyOfThePluginIsInTheTableAndViceVersa() throws Exception {
        String text = refusal(Map.of("no-such-property", ""));
        String names = text.substring(text.indexOf(NAMES_OF_PROPERTIES) + NAMES_OF_PROPERTIES.length());

        assertEquals(new TreeSet<>(List.of(names.split(", "))), firstCells(properties(), "property"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feed-max-changes", "feed-max-bytes", "frame-size", "window", "heartbeat", "sync-timeout"})
    void theRangeOfAPropertyIsTheOneThatIsChecked(String property) throws Exception {
        Matcher range = RANGE.matcher(refusal(Map.of(property, "no number")));
        assertTrue(range.find());
        String stated = String.format(
                Locale.ROOT, "(%,d to %,d)", Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));

        String row = rows(properties(), "property")
                .filter(line -> line.contains("`" + property + "`"))
                .findFirst()
                .orElseThrow();

        assertTrue(row.contains(stated), () -> stated + " is not in: " + row);
    }

    @Test
    void everyStateIsInTheTableAndViceVersa() throws Exception {
        assertEquals(
                Arrays.stream(ReplicaState.values()).map(Enum::name).collect(toSet()),
                firstCells(section(read("README.md"), "States"), "state"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "SECURITY.md",
                "docs/architecture.md",
                "docs/console.md",
                "docs/guarantees.md",
                "docs/benchmarks.md",
                "docs/http.md",
                "docs/internals.md",
                "docs/management.md",
                "docs/metrics.md",
                "docs/operations.md",
                "docs/security.md"
            })
    void everyLinkLeadsSomewhere(String document) throws Exception {
        Path here = ROOT.resolve(document);
        for (MatchResult link : LINK.matcher(read(document)).results().toList()) {
            if (link.group(1).contains(":")) {
                continue;
            }
            Path target = link.group(1).isEmpty() ? here : here.resolveSibling(link.group(1));
            assertTrue(Files.exists(target), link.group());
            if (link.group(2) != null) {
                assertTrue(anchorsIn(target).contains(link.group(2)), link.group());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "docs/guarantees.md", "docs/security.md"})
    void everyTestThatIsNamedAsAProofExists(String document) throws Exception {
        Map<String, String> sources = sourcesOfTests();
        String named = "";
        int found = 0;
        for (MatchResult proof : PROOF.matcher(read(document)).results().toList()) {
            named = proof.group(1) == null ? named : proof.group(1);
            String source = sources.get(named);
            assertTrue(source != null, "no class " + named);
            String method = proof.group(2) == null ? proof.group(3) : proof.group(2);
            assertTrue(method == null || source.contains(" void " + method + "("), proof.group());
            found++;
        }
        assertTrue(found > 10, "only " + found + " tests were found");
    }

    private static Map<String, String> sourcesOfTests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("mbeans", "extension", "jolokia-config", "tests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static Map<String, Class<?>> contracts() {
        return Map.of(
                "Queue replication", QueueReplicationMXBean.class,
                "Replica queue", ReplicaQueueMXBean.class,
                "Original queue", OriginalQueueMXBean.class);
    }

    private static Set<String> attributesOf(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .map(method -> ATTRIBUTE.matcher(method.getName()))
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> operationsOf(Class<?> contract) {
        return Arrays.stream(contract.getMethods())
                .filter(method -> !ATTRIBUTE.matcher(method.getName()).matches())
                .map(DocumentationTest::signature)
                .collect(toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        String parameters = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getType().getSimpleName() + " "
                        + parameter.getAnnotation(Parameter.class).name())
                .collect(joining(", "));
        return method.getName() + "(" + parameters + ")";
    }

    private static String refusal(Map<String, String> properties) {
        return assertThrows(IllegalArgumentException.class, () -> new ReplicaQueuesPlugin().init(properties))
                .getMessage();
    }

    private static String properties() throws IOException {
        return section(read("README.md"), "Properties of the plugin");
    }

    private static String read(String document) throws IOException {
        return Files.readString(ROOT.resolve(document));
    }

    private static String section(String document, String heading) {
        return Arrays.stream(document.split("(?m)^## "))
                .filter(section -> section.startsWith(heading))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no section " + heading));
    }

    /** The rows of the table whose first column has that title. */
    private static Stream<String> rows(String section, String title) {
        return section.lines()
                .dropWhile(line -> !line.startsWith("| " + title + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"));
    }

    /** What stands quoted in the first column of that table; of an operation without its return type. */
    private static Set<String> firstCells(String section, String title) {
        return rows(section, title)
                .map(row -> row.substring(1, row.indexOf('|', 1)))
                .map(cell -> QUOTED.matcher(cell).results().findFirst().orElseThrow())
                .map(quoted -> title.equals("operation") ? quoted.group(1).replaceFirst("^\\w+ ", "") : quoted.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> anchorsIn(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .collect(toSet());
    }
}
