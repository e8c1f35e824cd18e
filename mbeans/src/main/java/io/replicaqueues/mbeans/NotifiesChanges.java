// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the attributes whose changes an MBean announces by a {@code jmx.attribute.change} notification. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NotifiesChanges {

    /**
     * The attributes.
     *
     * @return attribute names of the MBean
     */
    String[] value();
}
