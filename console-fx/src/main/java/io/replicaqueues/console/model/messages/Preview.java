// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.model.messages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as the broker's management shows it: long ones are cut, with a remark at their end. Immutable.
 *
 * @param text what is shown, without the remark
 * @param left how many characters more there are; 0: it is whole
 */
record Preview(String text, long left) {

    private static final Pattern REMARK = Pattern.compile(", \\+ (\\d{1,18}) more\\z");

    /** Takes the remark off. A text that ends like one counts as cut: rather that than to call a part the whole. */
    static Preview of(String shown) {
        Matcher remark = REMARK.matcher(shown);
        return remark.find()
                ? new Preview(shown.substring(0, remark.start()), Long.parseLong(remark.group(1)))
                : new Preview(shown, 0);
    }

    boolean isWhole() {
        return left == 0;
    }

    /** Whether both can be previews of the same text. */
    boolean isLike(Preview other) {
        if (isWhole() && other.isWhole()) {
            return text.equals(other.text);
        }
        boolean isSameLength = text.length() + left == other.text.length() + other.left;
        return isSameLength && (text.startsWith(other.text) || other.text.startsWith(text));
    }
}
