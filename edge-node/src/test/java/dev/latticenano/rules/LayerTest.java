package dev.latticenano.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The layers of the core: what each package may use besides itself, and why no more. */
@AnalyzeClasses(packages = "dev.latticenano", importOptions = ArchitectureTest.MainOnly.class)
final class LayerTest {
  private static final String CORE = "dev.latticenano.core";

  /** From the bottom. */
  private static final List<Layer> LAYERS =
      List.of(
          new Layer("bytes", "bytes are the foundation"),
          new Layer("crypto", "ciphers see bytes", "bytes"),
          new Layer("pace", "what may happen so often does not matter to it"),
          new Layer(
              "intention", "an intention is bytes, a hash and a signature", "bytes", "crypto"),
          new Layer(
              "noise",
              "what makes a link private does not know what it carries",
              "bytes",
              "crypto",
              "pace"),
          new Layer("frame", "a frame does not know who speaks", "bytes", "crypto", "intention"),
          new Layer("store", "a store reads no record", "bytes", "crypto", "intention"),
          new Layer("reconcile", "sets of whatever", "bytes", "crypto", "store"),
          new Layer(
              "state",
              "state is a function of witnessed ops, in tables",
              "bytes",
              "crypto",
              "intention",
              "store"),
          new Layer(
              "seal", "who may read does not depend on order", "bytes", "crypto", "intention"),
          new Layer(
              "snapshot",
              "a snapshot is rows and chunks, and does not know who agreed to it",
              "bytes",
              "crypto",
              "intention",
              "store",
              "state",
              "seal"),
          new Layer("bundle", "a file of records", "bytes", "crypto", "intention", "store", "seal"),
          new Layer(
              "run",
              "a run is bytes, whatever carries it",
              "bytes",
              "crypto",
              "intention",
              "store"),
          new Layer(
              "dag", "order is durable, not visible", "bytes", "crypto", "intention", "store"),
          new Layer(
              "session",
              "a conversation is held in frames, about order, and acknowledges what is durable",
              "bytes",
              "crypto",
              "pace",
              "intention",
              "frame",
              "store",
              "reconcile",
              "run",
              "dag"),
          new Layer(
              "link",
              "an end of a link is its keys and the peer behind them, whatever holds the stores",
              "store",
              "noise",
              "session"),
          new Layer(
              "relay",
              "who may use a relay is no matter of content: it has neither state nor keys",
              "bytes",
              "crypto",
              "pace",
              "intention",
              "noise",
              "frame",
              "store",
              "dag",
              "session",
              "link"));

  private record Layer(String name, String reason, String... below) {
    private ArchRule rule() {
      DescribedPredicate<JavaClass> allowed =
          resideInAPackage(CORE + "." + name + "..")
              .or(ArchitectureTest.areNamed("Verdict", "Limits", "Event"));
      for (String lower : below) {
        allowed = allowed.or(resideInAPackage(CORE + "." + lower + ".."));
      }
      String own = CORE + "." + name + "..";
      return noClasses()
          .that(resideInAPackage(own))
          .should()
          .dependOnClassesThat(resideInAPackage("dev.latticenano..").and(not(allowed)))
          .because(reason)
          .allowEmptyShould(!ArchitectureTest.hasClasses(own));
    }
  }

  @ArchTest
  static void everyLayerUsesOnlyWhatLiesBelow(JavaClasses classes) {
    for (Layer layer : LAYERS) {
      layer.rule().check(classes);
    }
  }

  @ArchTest
  static void everyPackageOfTheCoreHasALayer(JavaClasses classes) {
    Set<String> layers = LAYERS.stream().map(Layer::name).collect(Collectors.toSet());
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
}
