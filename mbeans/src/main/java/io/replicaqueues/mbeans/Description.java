// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an operator reads about an MBean, an attribute (on its getter) or an operation. Numbers carry their unit. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Description {

    /**
     * The text.
     *
     * @return one or a few sentences in plain text
     */
    String value();
}
