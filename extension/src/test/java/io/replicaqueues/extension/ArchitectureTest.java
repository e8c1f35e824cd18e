// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.extension;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the extension. */
@AnalyzeClasses(packages = "io.replicaqueues.extension", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.replicaqueues.extension";
    private static final String MANAGEMENT = ROOT + ".management..";
    private static final String ORIGINAL = ROOT + ".original..";
    private static final String REPLICA = ROOT + ".replica..";
    private static final String WIRE = ROOT + ".wire..";
    private static final String AMQP = ROOT + ".amqp..";
    private static final String MESSAGE = ROOT + ".message..";

    private static final String BROKER = "org.apache.activemq..";
    private static final String NETWORK = "io.netty.channel..";
    private static final String PROTON = "org.apache.qpid.proton..";

    @ArchTest
    static final ArchRule nothingDependsOnThePlugin = noClasses()
            .that()
            .doNotHaveSimpleName("ReplicaQueuesPlugin")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(".*\\.ReplicaQueuesPlugin(\\$.*)?")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule originalDependsOnNothingAboveOrBesideIt = noClasses()
            .that()
            .resideInAPackage(ORIGINAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MANAGEMENT, REPLICA)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule replicaDependsOnNothingAboveOrBesideIt = noClasses()
            .that()
            .resideInAPackage(REPLICA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MANAGEMENT, ORIGINAL)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule lowerPackagesDependOnNothingAboveThem = noClasses()
            .that()
            .resideInAnyPackage(WIRE, AMQP, MESSAGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MANAGEMENT, ORIGINAL, REPLICA)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule wireKnowsNeitherBrokerNorNetwork = noClasses()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BROKER, NETWORK, PROTON, AMQP, MESSAGE)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyAmqpUsesProton = noClasses()
            .that()
            .resideOutsideOfPackage(AMQP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PROTON)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
}
