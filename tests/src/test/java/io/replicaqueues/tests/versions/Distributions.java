// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.versions;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The distributions that the profile {@code versions} has unpacked, and the Javas to run them. */
final class Distributions {

    static final List<String> SUPPORTED = List.of("2.40.0", "2.44.0", "2.56.0");
    static final String TOO_OLD = "2.37.0";

    private static final String NEWEST = "2.56.0";

    /** Its management asks Java for what 24 has no more. */
    private static final String BEFORE_JAVA_24 = "2.40.0";

    private Distributions() {}

    /** An original and a replica of these versions, run by the Java of that home. */
    record Pair(String original, String replica, String java) {

        @Override
        public String toString() {
            return original + " -> " + replica + " on " + Path.of(java).getFileName();
        }

        boolean isSupported() {
            return !List.of(original, replica).contains(BEFORE_JAVA_24) || feature(java) < 24;
        }
    }

    static Path home(String version) {
        return Path.of(System.getProperty("artemis.distributions"), "apache-artemis-" + version);
    }

    /** Every version with itself, and every older one with the newest in both directions, where Java allows. */
    static Stream<Pair> pairs() {
        List<String> only = listed("versions.only");
        return javas().stream()
                .flatMap(java -> SUPPORTED.stream()
                        .flatMap(version -> Stream.of(
                                new Pair(version, version, java),
                                new Pair(version, NEWEST, java),
                                new Pair(NEWEST, version, java))))
                .distinct()
                .filter(Pair::isSupported)
                .filter(pair -> only.isEmpty() || only.contains(pair.original() + "-" + pair.replica()));
    }

    static List<String> javas() {
        List<String> named = listed("versions.java");
        return named.isEmpty() ? List.of(System.getProperty("java.home")) : named;
    }

    private static int feature(String javaHome) {
        Properties release = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(javaHome, "release"))) {
            release.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("No home of a Java: " + javaHome, e);
        }
        return Runtime.Version.parse(release.getProperty("JAVA_VERSION").replace("\"", ""))
                .feature();
    }

    private static List<String> listed(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
