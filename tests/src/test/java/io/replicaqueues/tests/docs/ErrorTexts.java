// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sentences that are written in sources, as the JDK's compiler reads them: what is filled in is an ellipsis.
 * Annotations and the forms of values are left out. Stateless.
 */
final class ErrorTexts {

    /** The source of lines of the log. */
    static final String LOG = "log";

    private static final String ELLIPSIS = "…";
    private static final Pattern SENTENCE = Pattern.compile("(?s).*[A-Za-z]+ [a-z]+.*");
    /** Their texts tell why a state has changed without being an error. */
    private static final Set<String> NO_ERRORS = Set.of("become", "parity", "synchronous", "unlink", "reconnectAfter");

    private ErrorTexts() {}

    /** @param source the name of the class, or {@link #LOG} */
    record Text(String source, String text) {}

    /** The sentences below a folder. */
    static List<Text> below(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> texts = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(folder)) {
            List<Path> sources =
                    found.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                String name =
                        Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                unit.accept(new Reader(name.replace(".java", ""), texts), null);
            }
        }
        return texts;
    }

    private static final class Reader extends TreeScanner<Void, Void> {

        private final String source;
        private final List<Text> texts;

        Reader(String source, List<Text> texts) {
            this.source = source;
            this.texts = texts;
        }

        @Override
        public Void visitAnnotation(AnnotationTree node, Void unused) {
            return null;
        }

        @Override
        public Void visitMethod(MethodTree node, Void unused) {
            return node.getName().contentEquals("toString") ? null : super.visitMethod(node, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree node, Void unused) {
            String called = node.getMethodSelect().toString();
            if (called.startsWith("LOGGER.")) {
                forms(node.getArguments().get(0))
                        .forEach(form -> texts.add(new Text(LOG, form.replace("{}", ELLIPSIS))));
                return null;
            }
            return NO_ERRORS.contains(called.replaceFirst(".*\\.", ""))
                    ? null
                    : super.visitMethodInvocation(node, null);
        }

        @Override
        public Void visitBinary(BinaryTree node, Void unused) {
            List<String> forms = forms(node);
            if (forms.stream().noneMatch(form -> SENTENCE.matcher(form).matches())) {
                return super.visitBinary(node, null);
            }
            forms.forEach(this::add);
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree node, Void unused) {
            if (node.getValue() instanceof String text && SENTENCE.matcher(text).matches()) {
                add(text);
            }
            return null;
        }

        private void add(String text) {
            texts.add(new Text(source, text));
        }

        /** What a text can be, one for each way through its conditions. */
        private static List<String> forms(ExpressionTree node) {
            if (node instanceof LiteralTree literal) {
                return List.of(String.valueOf(literal.getValue()));
            }
            if (node instanceof ParenthesizedTree parentheses) {
                return forms(parentheses.getExpression());
            }
            if (node instanceof ConditionalExpressionTree choice) {
                return Stream.of(choice.getTrueExpression(), choice.getFalseExpression())
                        .flatMap(each -> forms(each).stream())
                        .distinct()
                        .toList();
            }
            if (node.getKind() == Tree.Kind.PLUS) {
                BinaryTree sum = (BinaryTree) node;
                return forms(sum.getLeftOperand()).stream()
                        .flatMap(left -> forms(sum.getRightOperand()).stream().map(right -> left + right))
                        .map(form -> form.replaceAll(ELLIPSIS + "+", ELLIPSIS))
                        .toList();
            }
            return List.of(ELLIPSIS);
        }
    }
}
