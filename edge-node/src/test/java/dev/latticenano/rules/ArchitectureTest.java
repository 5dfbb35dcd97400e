package dev.latticenano.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
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
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
  private static final String EDGE = "dev.latticenano.edge..";

  /** Classes of our own main code, from folders or jars. */
  static final class MainOnly implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  // The layers of the core, from the bottom.

  @ArchTest
  static void bytesStandAlone(JavaClasses classes) {
    layer("bytes", "bytes are the foundation").check(classes);
  }

  @ArchTest
  static void cryptoKnowsBytes(JavaClasses classes) {
    layer("crypto", "ciphers see bytes", "bytes").check(classes);
  }

  @ArchTest
  static void intentionKnowsBytesAndCrypto(JavaClasses classes) {
    layer("intention", "an intention is bytes, a hash and a signature", "bytes crypto".split(" "))
        .check(classes);
  }

  @ArchTest
  static void frameKnowsTheFoundation(JavaClasses classes) {
    layer("frame", "a frame does not know who speaks", "bytes crypto intention".split(" "))
        .check(classes);
  }

  @ArchTest
  static void storeKnowsTheFoundation(JavaClasses classes) {
    layer("store", "a store reads no record", "bytes crypto intention".split(" ")).check(classes);
  }

  @ArchTest
  static void reconcileKnowsSumsAndTables(JavaClasses classes) {
    layer("reconcile", "sets of whatever", "bytes crypto store".split(" ")).check(classes);
  }

  @ArchTest
  static void stateKnowsTheFoundation(JavaClasses classes) {
    layer(
            "state",
            "state is a function of witnessed ops, in tables",
            "bytes crypto intention store".split(" "))
        .check(classes);
  }

  @ArchTest
  static void sealKnowsTheFoundation(JavaClasses classes) {
    layer("seal", "who may read does not depend on order", "bytes crypto intention".split(" "))
        .check(classes);
  }

  @ArchTest
  static void noiseKnowsKeys(JavaClasses classes) {
    layer("noise", "what makes a link private does not know what it carries", "bytes", "crypto")
        .check(classes);
  }

  @ArchTest
  static void snapshotKnowsTheState(JavaClasses classes) {
    layer(
            "snapshot",
            "a snapshot is rows and chunks, and does not know who agreed to it",
            "bytes crypto intention store state seal".split(" "))
        .check(classes);
  }

  @ArchTest
  static void bundleKnowsKeys(JavaClasses classes) {
    layer("bundle", "a file of records", "bytes crypto intention store seal".split(" "))
        .check(classes);
  }

  @ArchTest
  static void dagKnowsTheStore(JavaClasses classes) {
    layer("dag", "order is durable, not visible", "bytes crypto intention store".split(" "))
        .check(classes);
  }

  @ArchTest
  static void sessionKnowsTheDag(JavaClasses classes) {
    layer(
            "session",
            "a conversation is held in frames, about order, and acknowledges what is durable",
            "bytes crypto intention frame store dag".split(" "))
        .check(classes);
  }

  @ArchTest
  static void everyPackageOfTheCoreHasALayer(JavaClasses classes) {
    Set<String> layers =
        Set.of(
            "bytes crypto noise intention frame store reconcile state seal snapshot dag session bundle"
                .split(" "));
    Set<String> strangers =
        classes.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(CORE + "."))
            .map(name -> name.substring(CORE.length() + 1))
            .filter(name -> !layers.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!strangers.isEmpty()) {
      throw new AssertionError("packages of the core without a layer rule: " + strangers);
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
        .dependOnClassesThat(resideInAnyPackage(STORAGE, TRANSPORTS, EDGE))
        .because("hosts call the core, never the other way")
        .check(classes);
  }

  @ArchTest
  static void transportsAndCoreAreStrangers(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage(TRANSPORTS))
        .should()
        .dependOnClassesThat(resideInAnyPackage(CORE + "..", STORAGE, EDGE))
        .because("a link moves bytes and does not know what they mean")
        .allowEmptyShould(!hasClasses(TRANSPORTS))
        .check(classes);
  }

  @ArchTest
  static void storageKnowsOnlyTheCore(JavaClasses classes) {
    noClasses()
        .that(resideInAPackage(STORAGE))
        .should()
        .dependOnClassesThat(resideInAnyPackage(TRANSPORTS, EDGE, CORE + ".session.."))
        .because("node and relay share one storage")
        .allowEmptyShould(!hasClasses(STORAGE))
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

  /** The package {@code name} of the core uses only itself, {@code below} and the common words. */
  private static ArchRule layer(String name, String reason, String... below) {
    DescribedPredicate<JavaClass> allowed =
        resideInAPackage(CORE + "." + name + "..").or(areNamed("Verdict", "Limits", "Event"));
    for (String lower : below) {
      allowed = allowed.or(resideInAPackage(CORE + "." + lower + ".."));
    }
    String own = CORE + "." + name + "..";
    return noClasses()
        .that(resideInAPackage(own))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.latticenano..").and(not(allowed)))
        .because(reason)
        .allowEmptyShould(!hasClasses(own));
  }

  private static com.tngtech.archunit.lang.syntax.elements.ClassesShould core() {
    return noClasses().that(resideInAPackage(CORE + "..")).should();
  }

  /** True for classes named so, with the names of their outer classes: {@code Outer$Inner}. */
  private static DescribedPredicate<JavaClass> areNamed(String... names) {
    Set<String> wanted = Set.of(names);
    return DescribedPredicate.describe(
        "are named " + wanted,
        (JavaClass c) -> wanted.contains(c.getName().substring(c.getName().lastIndexOf('.') + 1)));
  }

  /** True if the sources have a class in {@code packages}, which ends in two dots. */
  private static boolean hasClasses(String packages) {
    String folder = "/" + packages.substring(0, packages.length() - 2).replace('.', '/') + "/";
    return Repository.files().stream()
        .filter(Repository::isMainJava)
        .anyMatch(file -> file.contains(folder) && !file.endsWith("/package-info.java"));
  }
}
