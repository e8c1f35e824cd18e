// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.security;

import java.util.Map;
import org.apache.activemq.artemis.utils.SensitiveDataCodec;

/** A codec of a broker's own, as {@code password-codec} names one: each character moved on by a number. For one thread. */
public final class ShiftingCodec implements SensitiveDataCodec<String> {

    private int shift;

    @Override
    public void init(Map<String, String> params) {
        shift = Integer.parseInt(params.get("shift"));
    }

    @Override
    public String decode(Object mask) {
        return moved(mask.toString(), -shift);
    }

    @Override
    public String encode(Object secret) {
        return moved(secret.toString(), shift);
    }

    static String moved(String text, int by) {
        return text.chars()
                .map(character -> character + by)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
