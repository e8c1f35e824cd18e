// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.version.Version;

/**
 * A version of the broker, and whether the extension works in it: the profile {@code versions} tries the oldest, the
 * newest and some between. Immutable.
 */
record BrokerVersion(int major, int minor, String text) {

    private static final int MAJOR = 2;
    private static final int OLDEST = 40;
    private static final int NEWEST_TRIED = 56;

    static final String SUPPORTED = MAJOR + "." + OLDEST + " to " + MAJOR + "." + NEWEST_TRIED;

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\b.*");

    /** Read from the text: what the broker tells as its major and minor version are numbers of something else. */
    static BrokerVersion of(Version version) {
        String text = version.getFullVersion();
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.matches()
                ? new BrokerVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), text)
                : new BrokerVersion(0, 0, text);
    }

    /** Whether it has everything that the extension calls, as far as can be told of versions to come. */
    boolean isSupported() {
        return major == MAJOR && minor >= OLDEST;
    }

    /** Whether it came out after the newest version that was tried. */
    boolean isNewerThanTried() {
        return major > MAJOR || (major == MAJOR && minor > NEWEST_TRIED);
    }

    @Override
    public String toString() {
        return text;
    }
}
