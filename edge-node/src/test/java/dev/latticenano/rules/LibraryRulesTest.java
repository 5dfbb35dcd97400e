package dev.latticenano.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** Which package alone knows a library of cryptography. */
@AnalyzeClasses(packages = "dev.latticenano", importOptions = ArchitectureTest.MainOnly.class)
final class LibraryRulesTest {
  private static final String CORE = "dev.latticenano.core";

  @ArchTest
  static void onlyCryptoKnowsBouncyCastle(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage("dev.latticenano.."))
        .and(not(resideInAPackage(CORE + ".crypto..")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.bouncycastle.."))
        .because("a native provider takes its place behind the same ports")
        .check(classes);
  }

  @ArchTest
  static void onlyNoiseKnowsTheNoiseLibrary(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage("dev.latticenano.."))
        .and(not(resideInAPackage(CORE + ".noise..")))
        .should()
        .dependOnClassesThat(resideInAPackage("com.southernstorm.noise.."))
        .because("what is checked against its published vectors is used in one place")
        .check(classes);
  }

  @ArchTest
  static void onlyTheLocalNetworkKnowsMulticastDns(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage("dev.latticenano.."))
        .and(not(resideInAPackage("dev.latticenano.link")))
        .should()
        .dependOnClassesThat(resideInAPackage("javax.jmdns.."))
        .because("what is said on a network is said in one place")
        .check(classes);
  }
}
