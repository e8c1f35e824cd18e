// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules. */
@AnalyzeClasses(packages = "io.replicaqueues")
final class ArchitectureTest {

    private static final String MBEANS = "io.replicaqueues.mbeans..";
    private static final String EXTENSION = "io.replicaqueues.extension..";
    private static final String JOLOKIA = "io.replicaqueues.jolokia..";
    private static final String CONSOLE = "io.replicaqueues.console..";
    private static final String TESTS = "io.replicaqueues.tests..";
    private static final String BROKER = "org.apache.activemq..";

    @ArchTest
    static final ArchRule mbeansDependOnTheJdkAlone = classes()
            .that()
            .resideInAPackage(MBEANS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(MBEANS, "java..", "javax.management..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule extensionDependsOnNoModuleButMbeans = noClasses()
            .that()
            .resideInAPackage(EXTENSION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOLOKIA, CONSOLE, TESTS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule consoleKnowsNeitherTheBrokerNorAModuleButMbeans = noClasses()
            .that()
            .resideInAPackage(CONSOLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(BROKER, EXTENSION, JOLOKIA, TESTS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jolokiaConfigDependsOnNoModule = noClasses()
            .that()
            .resideInAPackage(JOLOKIA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MBEANS, EXTENSION, CONSOLE, TESTS)
            .allowEmptyShould(true);
}
