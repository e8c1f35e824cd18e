// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A Markdown document of the project, as far as tests read it. Any thread may call it. */
public final class Document {

    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");

    private final String text;

    /** What stands between two fences. */
    public record Block(String language, String text) {}

    private Document(String text) {
        this.text = text;
    }

    /** Reads a document by its path from the project's folder on. */
    public static Document read(String path) throws IOException {
        return new Document(Files.readString(ROOT.resolve(path)));
    }

    /** The section of the second level with that heading. */
    public Document section(String heading) {
        return Arrays.stream(text.split("(?m)^## "))
                .filter(section -> section.startsWith(heading + "\n"))
                .findFirst()
                .map(Document::new)
                .orElseThrow(() -> new AssertionError("no section " + heading));
    }

    /** Everything before the section of the second level with that heading. */
    public Document before(String heading) {
        int end = text.indexOf("\n## " + heading + "\n");
        if (end < 0) {
            throw new AssertionError("no section " + heading);
        }
        return new Document(text.substring(0, end + 1));
    }

    /** Everything behind a text that it has. */
    public Document after(String sign) {
        int at = text.indexOf(sign);
        if (at < 0) {
            throw new AssertionError("no " + sign);
        }
        return new Document(text.substring(at + sign.length()));
    }

    /** Everything between fences, in order, without the indentation that it has in a list. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (MatchResult match : FENCED.matcher(text).results().toList()) {
            blocks.add(new Block(match.group(1), match.group(2).stripTrailing().stripIndent() + "\n"));
        }
        return blocks;
    }

    /** The document as it is written. */
    public String text() {
        return text;
    }

    /** Whether it has a line that reads so. */
    public boolean hasLine(String line) {
        return text.lines().anyMatch(line::equals);
    }

    /** The cells of the table whose first column has that title, row by row, without the quotes of code. */
    public List<List<String>> table(String firstColumn) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("| " + firstColumn + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(row -> Arrays.stream(row.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .toList();
    }
}
