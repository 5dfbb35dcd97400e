package dev.latticenano.postgres;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.time.Clock;
import java.time.Instant;

/** What storage in a server may use. Rules are methods: Surefire passes over those in fields. */
@AnalyzeClasses(
    packages = "dev.latticenano.postgres",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static void itKnowsOnlyThePortsOfTheCore(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.latticenano.edge..",
            "dev.latticenano.relay..",
            "dev.latticenano.link..",
            "dev.latticenano.storage..",
            "dev.latticenano.core.session..",
            "dev.latticenano.core.dag..",
            "dev.latticenano.core.state..",
            "dev.latticenano.core.snapshot..",
            "dev.latticenano.core.bundle..",
            "dev.latticenano.core.seal..")
        .because("a store reads no record, and a blind relay may hold it")
        .check(classes);
  }

  @ArchTest
  static void itHasNoClock(JavaClasses classes) {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .because("leases end by the server's clock")
        .check(classes);
  }

  @ArchTest
  static void itHasNoDiskAndNoLog(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.util.logging..", "org.slf4j..")
        .because("any process can take over, and logs exist only in hosts")
        .check(classes);
  }

  @ArchTest
  static void itNeitherWaitsNorStartsThreads(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .because("the host's loop renews leases; only the pool waits, for a connection")
        .check(classes);
  }
}
