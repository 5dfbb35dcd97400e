package dev.latticenano.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A relay cannot read what it holds: nothing that its part of the core reaches, over however many
 * steps, is in a package that knows state, keys or what files and snapshots hold.
 */
@AnalyzeClasses(packages = "dev.latticenano", importOptions = ArchitectureTest.MainOnly.class)
final class BlindnessTest {
  private static final String CORE = "dev.latticenano.core";
  private static final Set<String> BEGINNINGS = Set.of(CORE + ".relay", CORE + ".link");
  private static final Set<String> SIGHTED =
      Set.of(CORE + ".state", CORE + ".seal", CORE + ".snapshot", CORE + ".bundle");
  private static final Set<String> SHARED = Set.of("Verdict", "Limits");

  @ArchTest
  static void nothingWithinReachOfARelayKnowsStateOrKeys(JavaClasses classes) {
    Map<JavaClass, JavaClass> reached = new LinkedHashMap<>();
    ArrayDeque<JavaClass> next = new ArrayDeque<>();
    for (JavaClass each : classes) {
      if (BEGINNINGS.contains(each.getPackageName())) {
        reached.put(each, each);
        next.add(each);
      }
    }
    assertTrue(next.size() > BEGINNINGS.size(), "no relay was looked at");
    while (!next.isEmpty()) {
      JavaClass from = next.remove();
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        boolean ours = to.getPackageName().startsWith("dev.latticenano");
        if (ours && reached.putIfAbsent(to, from) == null) {
          assertTrue(!isSighted(to), () -> way(reached, to));
          next.add(to);
        }
      }
    }
  }

  private static boolean isSighted(JavaClass each) {
    String outer = each.getName().substring(each.getPackageName().length() + 1);
    boolean root = each.getPackageName().equals(CORE);
    boolean shared = SHARED.contains(outer.replaceAll("\\$.*", ""));
    return SIGHTED.contains(each.getPackageName()) || root && !shared;
  }

  private static String way(Map<JavaClass, JavaClass> reached, JavaClass end) {
    StringBuilder way = new StringBuilder(end.getName());
    JavaClass at = end;
    while (reached.get(at) != at) {
      at = reached.get(at);
      way.insert(0, at.getName() + " uses ");
    }
    return way.toString();
  }
}
