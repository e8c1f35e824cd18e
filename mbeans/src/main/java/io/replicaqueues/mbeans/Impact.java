// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.mbeans;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.MBeanOperationInfo;

/** Whether an operation changes something or only looks. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Impact {

    /**
     * The kind of impact.
     *
     * @return what the operation does to the broker
     */
    Kind value();

    /** The kinds of impact that JMX tells apart. */
    enum Kind {
        /** The operation changes the state of the broker. */
        ACTION(MBeanOperationInfo.ACTION),
        /** The operation changes nothing. */
        INFO(MBeanOperationInfo.INFO);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /**
         * The number JMX uses for this kind.
         *
         * @return one of the constants of {@link MBeanOperationInfo}
         */
        public int code() {
            return code;
        }
    }
}
