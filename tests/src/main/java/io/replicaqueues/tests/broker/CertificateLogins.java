// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests.broker;

import io.replicaqueues.tests.broker.EmbeddedBrokerBuilder.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.spi.core.security.jaas.TextFileCertificateLoginModule;

/** Logins by client certificate, with users and roles in files as a broker's {@code login.config} names them. Immutable. */
final class CertificateLogins extends SecurityConfiguration {

    private static final String USERS = "cert-users.properties";
    private static final String ROLES = "cert-roles.properties";

    private final Path folder;

    /** @param users each with the distinguished name of a certificate for a password */
    CertificateLogins(Path folder, List<User> users) throws IOException {
        this.folder = Files.createDirectories(folder);
        write(USERS, users, User::name, User::password);
        write(ROLES, users, User::role, User::name);
    }

    private void write(String file, List<User> users, Function<User, String> key, Function<User, String> value)
            throws IOException {
        List<String> lines = users.stream()
                .map(user -> key.apply(user) + "=" + value.apply(user))
                .toList();
        Files.write(folder.resolve(file), lines);
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        Map<String, String> options = Map.of(
                "baseDir",
                folder.toString(),
                "org.apache.activemq.jaas.textfiledn.user",
                USERS,
                "org.apache.activemq.jaas.textfiledn.role",
                ROLES);
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    TextFileCertificateLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
