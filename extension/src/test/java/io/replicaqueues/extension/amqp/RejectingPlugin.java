// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension.amqp;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/** Lets no message through to one address. */
record RejectingPlugin(SimpleString address) implements ActiveMQServerPlugin {

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates)
            throws ActiveMQException {
        if (message.getAddressSimpleString().equals(address)) {
            throw new ActiveMQSecurityException("no more of this");
        }
    }
}
