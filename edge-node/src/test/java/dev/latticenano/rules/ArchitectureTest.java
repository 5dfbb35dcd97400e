package dev.latticenano.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;

/**
 * Who may import whom, one rule each, with the reason as its message. A rule about a package that
 * has no class yet is allowed to be empty; from its first class on it is not. Rules are methods:
 * Surefire passes over rules in fields without a word.
 */
@AnalyzeClasses(packages = "dev.latticenano", importOptions = ArchitectureTest.MainOnly.class)
final class ArchitectureTest {
  private static final String CORE = "dev.latticenano.core";
  private static final String STORAGE = "dev.latticenano.storage..";
  private static final String TRANSPORTS = "dev.latticenano.link..";
  private static final String HOST = "dev.latticenano.host..";
  private static final String EDGE = "dev.latticenano.edge..";

  /** Classes of our own main code, from folders or jars. */
  static final class MainOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static void verdictAndLimitsStandAlone(JavaClasses classes) {
    noClasses()
        .that(areNamed("Verdict", "Limits"))
        .should()
        .dependOnClassesThat(resideInAPackage(CORE + ".*.."))
        .because("every layer uses them")
        .check(classes);
  }

  // The core is a function of bytes, time and a seed.

  @ArchTest
  static void coreDoesNoInputOrOutput(JavaClasses classes) {
    core()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels.."))
        .because("bytes enter and leave through Node alone")
        .check(classes);
  }

  @ArchTest
  static void coreDoesNotLog(JavaClasses classes) {
    core()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.tinylog..")
                .or(areNamed("System$Logger", "System$LoggerFinder")))
        .orShould()
        .callMethod(System.class, "getLogger", String.class)
        .because("the core returns events; the host prints them")
        .check(classes);
  }

  @ArchTest
  static void coreHasNoThread(JavaClasses classes) {
    core()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..")
                .or(areNamed("Thread", "ThreadLocal", "Timer", "Runtime", "Process")))
        .because("a seed replays a whole mesh only without a scheduler")
        .check(classes);
  }

  @ArchTest
  static void coreHasNoClock(JavaClasses classes) {
    core()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethodWhere(JavaCall.Predicates.target(Shapes.READ_THE_CLOCK))
        .orShould()
        .dependOnClassesThat(areNamed("Clock", "InstantSource"))
        .because("time arrives as nowMs")
        .check(classes);
  }

  @ArchTest
  static void coreHasNoDice(JavaClasses classes) {
    core()
        .dependOnClassesThat(
            areNamed("Random", "SecureRandom", "SplittableRandom")
                .or(resideInAPackage("java.util.random..")))
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .because("entropy comes through a port")
        .check(classes);
  }

  // Between the modules.

  @ArchTest
  static void coreKnowsNoHost(JavaClasses classes) {
    core()
        .dependOnClassesThat(resideInAnyPackage(STORAGE, TRANSPORTS, HOST, EDGE))
        .because("hosts call the core, never the other way")
        .check(classes);
  }

  @ArchTest
  static void transportsAndCoreAreStrangers(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage(TRANSPORTS))
        .should()
        .dependOnClassesThat(resideInAnyPackage(CORE + "..", STORAGE, HOST, EDGE))
        .because("a link moves bytes and does not know what they mean")
        .allowEmptyShould(!hasClasses(TRANSPORTS))
        .check(classes);
  }

  @ArchTest
  static void storageKnowsOnlyTheCore(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage(STORAGE))
        .should()
        .dependOnClassesThat(resideInAnyPackage(TRANSPORTS, HOST, EDGE, CORE + ".session.."))
        .because("node and relay share one storage")
        .allowEmptyShould(!hasClasses(STORAGE))
        .check(classes);
  }

  @ArchTest
  static void whatProgramsShareKnowsNone(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage(HOST))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                TRANSPORTS, EDGE, "dev.latticenano.relay..", CORE + ".state..", CORE + ".seal.."))
        .because("a relay has it too, and is blind")
        .check(classes);
  }

  @ArchTest
  static void onlyHostsLog(JavaClasses classes) {
    noClasses()
        .that(resideInAnyPackage(STORAGE, TRANSPORTS))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.util.logging..", "org.tinylog.."))
        .because("logs exist only in edge-node and relay")
        .allowEmptyShould(!hasClasses(STORAGE) && !hasClasses(TRANSPORTS))
        .check(classes);
  }

  @ArchTest
  static void storageHasNoClock(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage(STORAGE))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethodWhere(JavaCall.Predicates.target(Shapes.READ_THE_CLOCK))
        .because("what lies on disk depends on what was written")
        .allowEmptyShould(!hasClasses(STORAGE))
        .check(classes);
  }

  @ArchTest
  static void onlyAMainEndsTheProcess(JavaClasses classes) {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .because("whoever calls us decides when the process ends")
        .check(classes);
  }

  // Names and shapes.

  @ArchTest
  static void packagesAreNouns(JavaClasses classes) {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..api..",
            "..impl..",
            "..service..",
            "..manager..",
            "..helper..")
        .because("a drawer without a name collects everything")
        .check(classes);
  }

  @ArchTest
  static void portsAreSmall(JavaClasses classes) {
    classes()
        .that()
        .areInterfaces()
        .and()
        .areNotAnnotations()
        .should(Shapes.declareAtMostMethods(5))
        .because("a sixth method means it is two ports")
        .check(classes);
  }

  @ArchTest
  static void noClassIsHalfWritten(JavaClasses classes) {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should(Shapes.BE_CONCRETE)
        .because("behaviour is composed, not inherited")
        .check(classes);
  }

  @ArchTest
  static void readersAreNamedForWhatTheyRead(JavaClasses classes) {
    methods()
        .that()
        .haveNameMatching("get[A-Z].*")
        .should(Shapes.OVERRIDE_A_FOREIGN_METHOD)
        .because("the name of the thing is enough")
        .allowEmptyShould(true)
        .check(classes);
  }

  @ArchTest
  static void noPackagesFormACycle(JavaClasses classes) {
    slices()
        .matching("dev.latticenano.core.(*)..")
        .should()
        .beFreeOfCycles()
        .because("layers have a top and a bottom")
        .check(classes);
  }

  @ArchTest
  static void noModulesFormACycle(JavaClasses classes) {
    slices()
        .matching("dev.latticenano.(*)..")
        .should()
        .beFreeOfCycles()
        .because("the folder list is the architecture diagram")
        .check(classes);
  }

  private static com.tngtech.archunit.lang.syntax.elements.ClassesShould core() {
    return noClasses().that(resideInAPackage(CORE + "..")).should();
  }

  /** True for classes named so, with the names of their outer classes: {@code Outer$Inner}. */
  static DescribedPredicate<JavaClass> areNamed(String... names) {
    Set<String> wanted = Set.of(names);
    return DescribedPredicate.describe(
        "are named " + wanted,
        (JavaClass c) -> wanted.contains(c.getName().substring(c.getName().lastIndexOf('.') + 1)));
  }

  /** True if the sources have a class in {@code packages}, which ends in two dots. */
  static boolean hasClasses(String packages) {
    String folder = "/" + packages.substring(0, packages.length() - 2).replace('.', '/') + "/";
    return Repository.files().stream()
        .filter(Repository::isMainJava)
        .anyMatch(file -> file.contains(folder) && !file.endsWith("/package-info.java"));
  }
}
