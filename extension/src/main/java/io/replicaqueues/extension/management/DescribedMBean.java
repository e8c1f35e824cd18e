// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.management;

import io.replicaqueues.mbeans.Description;
import io.replicaqueues.mbeans.Impact;
import io.replicaqueues.mbeans.NotifiesChanges;
import io.replicaqueues.mbeans.Parameter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.StandardEmitterMBean;

/**
 * An MXBean that shows the descriptions, parameter names and impacts which its interface declares by annotation. Any
 * thread may call it.
 *
 * <p>The methods overridden here are the only ones whose texts reach a client such as JConsole.
 */
public final class DescribedMBean extends StandardEmitterMBean {

    /**
     * Makes an MBean to register.
     *
     * @param implementation what answers
     * @param mxbeanInterface the MXBean interface, annotated
     * @param broadcaster what sends the notifications
     * @param <T> the MXBean interface
     */
    public <T> DescribedMBean(T implementation, Class<T> mxbeanInterface, NotificationBroadcasterSupport broadcaster) {
        super(implementation, mxbeanInterface, true, broadcaster);
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
        NotifiesChanges changes = getMBeanInterface().getAnnotation(NotifiesChanges.class);
        if (changes == null) {
            return super.getNotificationInfo();
        }
        return new MBeanNotificationInfo[] {
            new MBeanNotificationInfo(
                    new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
                    AttributeChangeNotification.class.getName(),
                    "Sent when one of these attributes changes: " + String.join(", ", changes.value())
                            + ". The message says what is, what was and why; the user data is the attribute with both"
                            + " values.")
        };
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return text(Optional.ofNullable(getMBeanInterface().getAnnotation(Description.class)), info.getDescription());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        String getter = (info.isIs() ? "is" : "get") + info.getName();
        return text(annotation(getter, 0, Description.class), info.getDescription());
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return text(annotation(info, Description.class), info.getDescription());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo info, int sequence) {
        return parameter(operation, sequence).map(Parameter::description).orElseGet(info::getDescription);
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo info, int sequence) {
        return parameter(operation, sequence).map(Parameter::name).orElseGet(info::getName);
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return annotation(info, Impact.class)
                .map(impact -> impact.value().code())
                .orElseGet(info::getImpact);
    }

    private static String text(Optional<Description> description, String otherwise) {
        return description.map(Description::value).orElse(otherwise);
    }

    private Optional<Parameter> parameter(MBeanOperationInfo operation, int sequence) {
        return method(operation.getName(), operation.getSignature().length)
                .map(method -> method.getParameters()[sequence].getAnnotation(Parameter.class));
    }

    private <A extends Annotation> Optional<A> annotation(MBeanOperationInfo operation, Class<A> type) {
        return annotation(operation.getName(), operation.getSignature().length, type);
    }

    private <A extends Annotation> Optional<A> annotation(String methodName, int parameters, Class<A> type) {
        return method(methodName, parameters).map(method -> method.getAnnotation(type));
    }

    /** Name and number of parameters are enough: the contract overloads nothing. */
    private Optional<Method> method(String name, int parameters) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .findFirst();
    }
}
