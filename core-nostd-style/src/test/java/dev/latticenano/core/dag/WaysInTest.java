package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever enters a store's log passes {@link Intake}, and with it the {@link Gate}; but for what a
 * prune has left, which whoever begins is handed before it can know who may write: each of these
 * has proven hash and signature, and state judges what it may do ({@link Newcomer}).
 */
class WaysInTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root"));

  /** Simple names of the classes of all modules whose source has {@code pattern} in it. */
  private static Set<String> having(String pattern) throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern wanted = Pattern.compile(pattern);
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> ROOT.relativize(file).toString().contains("src/main/java/"))
              .filter(file -> !ROOT.relativize(file).startsWith("bench"))
              .toList();
      for (Path source : sources) {
        if (wanted.matcher(Files.readString(source)).find()) {
          names.add(source.getFileName().toString().replace(".java", ""));
        }
      }
    }
    return names;
  }

  @Test
  void intentionsComeBySessionByMendingAndFromTheAuthorHere() throws IOException {
    assertEquals(Set.of("Author", "Arrivals"), having("\\bdag\\.ingest\\("));
    assertEquals(Set.of("Mending"), having("\\bdag\\.mend\\("));
    assertEquals(Set.of("Dag"), having("\\bintake\\.(ingest|mend)\\("));
    assertEquals(
        Set.of("Intake", "Newcomer"),
        having("append\\(\\s*LogRecord\\.(SIGNED|WITNESSED)_INTENTION\\b"));
  }

  @Test
  void theGateIsAskedBeforeASignatureIsCheckedOrAnythingKept() throws StoreException {
    Scene scene = new Scene();
    Written first = scene.write('a');
    Written next = scene.write('b');
    Ingested node = new Ingested();
    node.ingest(first);
    node.dag.gate((bytes, authorOffset) -> Verdict.AUTHOR_UNKNOWN);
    long end = node.log.end();
    next.bytes()[next.bytes().length - 1] ^= 1;
    assertEquals(Verdict.AUTHOR_UNKNOWN, node.ingest(next));
    assertEquals(end, node.log.end());
    assertEquals(1, node.dag.authorCount());
    assertEquals(Verdict.DUPLICATE, node.ingest(first), "what is here is not asked about");
  }

  @Test
  void mendingBringsOnlyWhatWasHereBefore() throws StoreException {
    Written stranger = new Scene().write('a');
    Ingested node = new Ingested();
    byte[] bytes = stranger.bytes();
    assertEquals(Verdict.DUPLICATE, node.dag.mend(bytes, 0, bytes.length));
    assertEquals(0, node.dag.sequence());
  }
}
