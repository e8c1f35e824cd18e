// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import jakarta.jms.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;

/**
 * The AMQP sections of a message that Qpid JMS received, each null where the message has none. JMS shows only a
 * part of them, and the client's own encoder rewrites some, so they are taken from where the client keeps them.
 */
record Sections(
        Header header,
        DeliveryAnnotations deliveryAnnotations,
        MessageAnnotations messageAnnotations,
        Properties properties,
        ApplicationProperties applicationProperties,
        Section body,
        Footer footer) {

    private static final Method HEADER = accessible("getHeader");
    private static final Method DELIVERY_ANNOTATIONS = accessible("getDeliveryAnnotations");
    private static final Method MESSAGE_ANNOTATIONS = accessible("getMessageAnnotations");
    private static final Method PROPERTIES = accessible("getProperties");
    private static final Method APPLICATION_PROPERTIES = accessible("getApplicationProperties");
    private static final Method BODY = accessible("getBody");
    private static final Method FOOTER = accessible("getFooter");

    static Sections of(Message message) {
        AmqpJmsMessageFacade facade = (AmqpJmsMessageFacade) ((JmsMessage) message).getFacade();
        return new Sections(
                (Header) call(HEADER, facade),
                (DeliveryAnnotations) call(DELIVERY_ANNOTATIONS, facade),
                (MessageAnnotations) call(MESSAGE_ANNOTATIONS, facade),
                (Properties) call(PROPERTIES, facade),
                (ApplicationProperties) call(APPLICATION_PROPERTIES, facade),
                (Section) call(BODY, facade),
                (Footer) call(FOOTER, facade));
    }

    private static Method accessible(String name) {
        try {
            Method method = AmqpJmsMessageFacade.class.getDeclaredMethod(name);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Qpid JMS keeps its sections elsewhere now", e);
        }
    }

    private static Object call(Method method, AmqpJmsMessageFacade facade) {
        try {
            return method.invoke(facade);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("No section from " + method.getName(), e);
        }
    }
}
