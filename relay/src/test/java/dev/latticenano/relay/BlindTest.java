package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay cannot read a store because what could is not there: not within reach of its main class,
 * not in the jar that is delivered, not in the process that runs.
 */
class BlindTest {
  private static final String ROOT = "dev.latticenano.core.";
  private static final Set<String> UNSEEN = Set.of("state", "seal", "snapshot", "bundle");
  private static final Set<String> SHARED = Set.of("Verdict", "Limits", "package-info");

  @TempDir Path place;

  /** True for what a relay must not have. */
  private static boolean isUnseen(String name) {
    if (name.startsWith("dev.latticenano.edge.") || name.startsWith("dev.latticenano.link.")) {
      return true;
    }
    if (!name.startsWith(ROOT)) {
      return false;
    }
    String rest = name.substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? !SHARED.contains(rest) : UNSEEN.contains(rest.substring(0, dot));
  }

  @Test
  void tellsApartWhatARelayMayHave() {
    for (String name : List.of("core.state.KvState", "core.seal.EpochKey", "core.Node", "edge.A")) {
      assertTrue(isUnseen("dev.latticenano." + name), name);
    }
    for (String name : List.of("core.Limits", "core.dag.Dag", "relay.RelayMain", "storage.Log")) {
      assertTrue(!isUnseen("dev.latticenano." + name), name);
    }
  }

  @Test
  void nothingWithinReachOfTheMainClassReadsAStore() {
    JavaClasses classes = ArchConfiguration.withThreadLocalScope(BlindTest::imported);
    Map<String, String> via = new LinkedHashMap<>();
    ArrayDeque<JavaClass> open = new ArrayDeque<>();
    via.put(RelayMain.class.getName(), "");
    open.add(classes.get(RelayMain.class));
    while (!open.isEmpty()) {
      JavaClass each = open.poll();
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String name = target.getName();
        if (name.startsWith("dev.latticenano.") && via.putIfAbsent(name, each.getName()) == null) {
          open.add(classes.contain(name) ? classes.get(name) : target);
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (String name : via.keySet()) {
      if (isUnseen(name)) {
        found.add(name + " through " + via.get(name));
      }
    }
    assertEquals(List.of(), found);
    assertTrue(via.size() > 40, "only " + via.size() + " classes within reach");
  }

  @Test
  void theJarThatIsDeliveredAndTheProcessThatRunsLackIt() throws Exception {
    Packed packed = Packed.into(place);
    Set<String> names = new TreeSet<>();
    try (ZipFile jar = new ZipFile(packed.jar().toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .forEach(name -> names.add(name.replace('/', '.').replaceAll("\\.class$", "")));
    }
    assertTrue(names.contains(RelayMain.class.getName()), names::toString);
    assertTrue(names.size() > 200, names.size() + " classes");
    assertEquals(List.of(), names.stream().filter(BlindTest::isUnseen).toList());
    Path dir = place.resolve("relay");
    for (String command : List.of("init", "ticket list")) {
      Set<String> loaded = loaded(packed, dir, command);
      assertTrue(loaded.contains(RelayMain.class.getName()), command);
      assertEquals(List.of(), loaded.stream().filter(BlindTest::isUnseen).toList(), command);
    }
  }

  // Of what is not ours, and of what nothing may reach, the name says enough: it is not looked at.
  private static JavaClasses imported(ArchConfiguration scope) {
    scope.setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(at -> !at.contains("/latticenano/edge/"))
        .withImportOption(at -> !at.contains("/latticenano/link/"))
        .importPackages("dev.latticenano");
  }

  private static Set<String> loaded(Packed packed, Path dir, String command) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                packed.classPath(),
                RelayMain.class.getName()));
    line.addAll(List.of(command.split(" ")));
    line.addAll(List.of("--dir", dir.toString()));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    Set<String> loaded = new TreeSet<>();
    Pattern.compile("\\[class,load *\\] (\\S+) source:")
        .matcher(said)
        .results()
        .forEach(match -> loaded.add(match.group(1)));
    return loaded;
  }
}
