package dev.latticenano.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The relay's blindness as a dependency rule: what is not imported cannot be read. Rules are
 * methods: Surefire passes over rules in fields without a word.
 */
@AnalyzeClasses(
    packages = "dev.latticenano.relay",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String RELAY = "dev.latticenano.relay..";

  @ArchTest
  static void relayNeverSeesState(JavaClasses classes) {
    neverSees(
            "dev.latticenano.core.state..",
            "a relay that can project state can be asked to show it")
        .check(classes);
  }

  @ArchTest
  static void relayNeverHoldsAKey(JavaClasses classes) {
    neverSees("dev.latticenano.core.seal..", "a relay without keys has none to lose")
        .check(classes);
  }

  @ArchTest
  static void relayIsNoNode(JavaClasses classes) {
    neverSees("dev.latticenano.edge..", "the node knows state and keys").check(classes);
  }

  @ArchTest
  static void everySourceFileWasLookedAt(JavaClasses classes) {
    long looked = classes.stream().filter(c -> !c.getName().contains("$")).count();
    if (looked < sourceFiles()) {
      throw new AssertionError(looked + " classes looked at, " + sourceFiles() + " source files");
    }
  }

  private static ArchRule neverSees(String packages, String reason) {
    return noClasses()
        .that()
        .resideInAPackage(RELAY)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages)
        .because(reason)
        .allowEmptyShould(sourceFiles() == 0);
  }

  private static long sourceFiles() {
    Path sources = Path.of(System.getProperty("repository.root"), "relay", "src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
