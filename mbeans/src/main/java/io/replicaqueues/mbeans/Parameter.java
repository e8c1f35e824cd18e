// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name and the description of an operation's parameter, as an operator sees them. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Parameter {

    /**
     * The name.
     *
     * @return the same word as in the source
     */
    String name();

    /**
     * The text.
     *
     * @return one or a few sentences in plain text, with an example where the form is not obvious
     */
    String description();
}
