// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.jolokia;

import java.util.Locale;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;

/**
 * The policy {@code jolokia-access.xml}, and with it a check of every request's origin. Any thread may call it.
 *
 * <p>Jolokia's own strict check refuses a request without an origin too, which is what {@code curl} sends. A
 * browser names the page a request comes from, so it is enough to refuse the wrong ones. Public with a public
 * constructor because Jolokia creates it by name.
 */
public final class AccessPolicy extends PolicyRestrictor {

    /** Reads the policy. */
    public AccessPolicy() {
        super(AccessPolicy.class.getResourceAsStream("jolokia-access.xml"));
    }

    @Override
    public boolean isOriginAllowed(String origin, boolean onlyWhenStrictCheckingIsEnabled) {
        return origin == null || super.isOriginAllowed(origin.toLowerCase(Locale.ROOT), false);
    }
}
