// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.benchmark.comparison;

import io.replicaqueues.tests.broker.Broker;
import io.replicaqueues.tests.broker.BrokerProcess;

/** A bridge over AMQP, whose connection is started when messages are to be moved, and stopped afterwards. For one thread. */
final class AmqpBridgePair extends MovingPair {

    private static final String CONNECTION = "move";

    AmqpBridgePair(BrokerProcess original, BrokerProcess second) {
        super(original, second);
    }

    /** What the original's {@code broker.xml} has for it. */
    static String connectionTo(BrokerProcess target) {
        return "   <broker-connections>\n"
                + "      <amqp-connection uri=\"tcp://" + target.hostAndPort() + "\" name=\"" + CONNECTION
                + "\" user=\"" + Broker.USER + "\" password=\"" + Broker.PASSWORD + "\" auto-start=\"false\">\n"
                + "         <bridge>\n"
                + "            <bridge-to-queue name=\"orders\">\n"
                + "               <include address-match=\"" + LoadClient.QUEUE + "\" queue-match=\"" + LoadClient.QUEUE
                + "\"/>\n"
                + "            </bridge-to-queue>\n"
                + "         </bridge>\n"
                + "      </amqp-connection>\n"
                + "   </broker-connections>\n";
    }

    @Override
    public void copy(Load load) throws Exception {
        atOriginal().callBroker("startBrokerConnection(java.lang.String)", CONNECTION);
    }

    @Override
    void clear() throws Exception {
        atOriginal().callBroker("stopBrokerConnection(java.lang.String)", CONNECTION);
        super.clear();
    }
}
