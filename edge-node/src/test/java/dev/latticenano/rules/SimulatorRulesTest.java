package dev.latticenano.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Random;

/** One seed gives one run: what a simulation must not know of the real world. */
@AnalyzeClasses(packages = "dev.latticenano.edge", importOptions = ArchitectureTest.MainOnly.class)
final class SimulatorRulesTest {
  private static final String[] SIMULATOR = {
    "dev.latticenano.edge.sim..", "dev.latticenano.edge.scenario.."
  };

  @ArchTest
  static void aSimulationHasNoClock(JavaClasses classes) {
    noClasses()
        .that(resideInAnyPackage(SIMULATOR))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethodWhere(JavaCall.Predicates.target(Shapes.READ_THE_CLOCK))
        .because("a failing seed replays at any time of day")
        .check(classes);
  }

  @ArchTest
  static void aSimulationHasNoThreadAndNoFile(JavaClasses classes) {
    noClasses()
        .that(resideInAnyPackage(SIMULATOR))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.channels.."))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Files.class)
        .because("what a scheduler or a disk does is not in the seed")
        .check(classes);
  }

  @ArchTest
  static void aSimulationHasNoDiceOfItsOwn(JavaClasses classes) {
    noClasses()
        .that(resideInAnyPackage(SIMULATOR))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(SecureRandom.class)
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callMethod(Math.class, "random")
        .because("every number follows from the seed")
        .check(classes);
  }

  @ArchTest
  static void aSimulationDoesNotKnowHowAScenarioIsWritten(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage("dev.latticenano.edge.sim.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.latticenano.edge.scenario..", "dev.latticenano.edge.cli.."))
        .because("tests drive it as well")
        .check(classes);
  }
}
