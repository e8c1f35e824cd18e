// SPDX-License-Identifier: Apache-2.0
package io.replicaqueues.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the console. */
@AnalyzeClasses(packages = "io.replicaqueues.console", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "io.replicaqueues.console";
    private static final String CONNECTION = ROOT + ".connection..";
    private static final String MODEL = ROOT + ".model..";
    private static final String SETTINGS = ROOT + ".settings..";
    private static final String VIEW = ROOT + ".view..";
    private static final String CONTROLS = "javafx.scene..";
    private static final String WINDOWS = "javafx.stage..";
    private static final String APPLICATION = "javafx.application..";

    @ArchTest
    static final ArchRule noBrokerClassIsKnown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "io.replicaqueues.extension..");

    @ArchTest
    static final ArchRule connectionsKnowNothingAboveThemAndNoJavaFx = noClasses()
            .that()
            .resideInAPackage(CONNECTION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MODEL, SETTINGS, VIEW, "javafx..");

    @ArchTest
    static final ArchRule modelsKnowConnectionsAndNoControl = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SETTINGS, VIEW, CONTROLS, WINDOWS, APPLICATION);

    @ArchTest
    static final ArchRule settingsKnowNoModelAndNoView = noClasses()
            .that()
            .resideInAPackage(SETTINGS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MODEL, VIEW, "javafx..");

    @ArchTest
    static final ArchRule openTypesStayInConnections = noClasses()
            .that()
            .resideOutsideOfPackage(CONNECTION)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.management..");

    @ArchTest
    static final ArchRule screensAreFreeOfCycles =
            slices().matching(ROOT + ".view.(*)..").should().beFreeOfCycles();
}
