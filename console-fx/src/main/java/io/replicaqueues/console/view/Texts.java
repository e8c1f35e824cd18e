// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console.view;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Every text a person sees, in one language. Immutable: any thread may call it. */
public final class Texts {

    private static final String BUNDLE = "io.replicaqueues.console.texts";

    private final ResourceBundle bundle;
    private final Locale locale;

    /** The texts in a language; in English if there are none. */
    public Texts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The language, for numbers and times too. */
    public Locale locale() {
        return locale;
    }

    /** A text, with values in it if it has places for them. */
    public String of(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), locale).format(values);
    }

    /** The text of a constant: its key is {@code prefix.NAME}. */
    public String of(String prefix, Enum<?> constant) {
        return of(prefix + "." + constant.name());
    }
}
