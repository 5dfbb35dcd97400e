package dev.latticenano.edge;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.Evidence;
import dev.latticenano.core.relay.Listed;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.Terms;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.SmallFile;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a data directory keeps what is known of relays, readable by its owner alone:
 *
 * <pre>
 * relays/STORE/manifest         the newest manifest
 * relays/STORE/KEY.relay        a word and what it says, a line each
 * relays/STORE/KEY.evidence     what the relay signed: the last two statements, receipts
 * relays/STORE/KEY.proof        what proves a lie of its
 * relays/STORE/KEY.left         empty: it was used and is not any more
 * </pre>
 *
 * Evidence that is damaged is as good as gone: it proves nothing.
 */
final class RelayFiles {
  private static final String MODE = "rw-------";
  private static final String RELAY = ".relay";
  private static final String EVIDENCE = ".evidence";
  private static final String PROOF = ".proof";
  private static final String LEFT = ".left";
  private static final int TERMS_WORDS = 6;
  private static final int LISTED_WORDS = 4;

  /**
   * What follows the URL of a relay, in this order; a word that is none of these is passed over.
   */
  private static final List<Line> LINES =
      List.of(
          new Line("ticket", UsedRelay::ticket, UsedRelay::ticket),
          new Line("holds", UsedRelay::holds, (relay, text) -> relay.holds(Long.parseLong(text))),
          new Line("terms", RelayFiles::terms, RelayFiles::terms),
          new Line("listed", RelayFiles::listed, RelayFiles::listed),
          new Line(
              "trouble",
              relay -> relay.trouble().name(),
              (relay, text) -> relay.trouble(Verdict.valueOf(text))),
          new Line("owed", UsedRelay::owed, (relay, text) -> relay.owed(AuthorId.parse(text))),
          new Line(
              "answer",
              relay -> relay.answer().name(),
              (relay, text) -> relay.answer(Verdict.valueOf(text))));

  /**
   * One line of what is known of a relay.
   *
   * @param word it begins with
   * @param said what follows, its {@code toString}; null for no line
   * @param read takes what follows back
   */
  private record Line(
      String word, Function<UsedRelay, Object> said, BiConsumer<UsedRelay, String> read) {}

  private final Path root;

  /** Of the data directory {@code directory}. */
  RelayFiles(Path directory) {
    this.root = directory.resolve("relays");
  }

  private Path folder(StoreId store) {
    return root.resolve(store.toString());
  }

  private Path file(UsedRelay relay, String suffix) {
    return folder(relay.store()).resolve(relay.url().key() + suffix);
  }

  /** Where the proof of a relay's lie lies. */
  Path proof(UsedRelay relay) {
    return file(relay, PROOF);
  }

  /** All relays of all stores. */
  List<UsedRelay> read() throws Failure {
    List<UsedRelay> found = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    Path at = root;
    try (Stream<Path> all = Files.walk(root, 2)) {
      for (Path each : all.filter(path -> path.toString().endsWith(RELAY)).sorted().toList()) {
        at = each;
        StoreId store = StoreId.parse(each.getParent().getFileName().toString());
        UsedRelay relay = read(store, Files.readAllLines(each, StandardCharsets.UTF_8));
        relay.said(evidence(file(relay, EVIDENCE)));
        relay.proof(evidence(file(relay, PROOF)));
        found.add(relay);
      }
      return found;
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      throw unreadable(at, e);
    }
  }

  private static UsedRelay read(StoreId store, List<String> lines) {
    UsedRelay relay = null;
    for (String line : lines) {
      String word = line.substring(0, line.indexOf(' '));
      String value = line.substring(word.length() + 1);
      if (relay == null) {
        RelayUrl url = RelayUrl.of(value);
        if (url == null) {
          throw new IllegalArgumentException("no URL: " + value);
        }
        relay = new UsedRelay(store, url);
        continue;
      }
      for (Line each : LINES) {
        if (each.word.equals(word)) {
          each.read.accept(relay, value);
        }
      }
    }
    if (relay == null) {
      throw new IllegalArgumentException("an empty file of a relay");
    }
    return relay;
  }

  private static String terms(UsedRelay relay) {
    Terms terms = relay.terms();
    if (terms == null) {
      return null;
    }
    String numbers = terms.sequence() + " " + terms.quota() + " " + terms.taken();
    numbers += " " + terms.untilSeconds() + " " + relay.termsMs();
    return numbers + " " + terms.verdict().name();
  }

  private static void terms(UsedRelay relay, String text) {
    String[] words = text.split(" ");
    if (words.length == TERMS_WORDS) {
      long[] numbers = new long[TERMS_WORDS - 1];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Long.parseLong(words[i]);
      }
      Verdict verdict = Verdict.valueOf(words[TERMS_WORDS - 1]);
      relay.terms(new Terms(numbers[0], numbers[1], numbers[2], numbers[3], verdict), numbers[4]);
    }
  }

  private static void listed(UsedRelay relay, String all) {
    String[] words = all.split(" ");
    List<ChunkLoad.Holder> holders = new ArrayList<>();
    for (int i = LISTED_WORDS; i + 1 < words.length; i += 2) {
      holders.add(new ChunkLoad.Holder(AuthorId.parse(words[i]), Long.parseLong(words[i + 1])));
    }
    long bytes = Long.parseLong(words[2]);
    long spare = Long.parseLong(words[3]);
    ChunkLoad load = new ChunkLoad(Integer.parseInt(words[1]), bytes, 0, spare, holders);
    relay.listed(new Listed(Long.parseLong(words[0]), false, Verdict.OK, load));
  }

  private static String listed(UsedRelay relay) {
    Listed listed = relay.listed();
    if (listed == null) {
      return null;
    }
    ChunkLoad load = listed.load();
    StringBuilder text = new StringBuilder();
    text.append(listed.sequence()).append(' ').append(load.chunks()).append(' ');
    text.append(load.bytes()).append(' ').append(load.spareBytes());
    for (ChunkLoad.Holder each : load.heldBack()) {
      text.append(' ').append(each.member()).append(' ').append(each.bytes());
    }
    return text.toString();
  }

  private static Evidence evidence(Path file) {
    try {
      byte[] bytes = WholeFile.read(new FileDisk(), file, Limits.EVIDENCE_BYTES_MAX);
      boolean sound = bytes != null && Evidence.check(bytes, new Ed25519Verifier()) == Verdict.OK;
      return sound ? Evidence.of(bytes) : new Evidence();
    } catch (StoreException e) {
      return new Evidence();
    }
  }

  /** The newest manifest of a store; null if there is none. */
  Manifest manifest(StoreId store) {
    try {
      Path file = folder(store).resolve("manifest");
      byte[] bytes = WholeFile.read(new FileDisk(), file, Manifest.BYTES_MAX);
      boolean sound = bytes != null && Manifest.check(bytes, new Ed25519Verifier()) == Verdict.OK;
      return sound ? Manifest.of(bytes) : null;
    } catch (StoreException e) {
      return null;
    }
  }

  /** Keeps the newest manifest, durably: a sequence that was shown to somebody is never reused. */
  void write(Manifest manifest) throws IOException {
    Path folder = SmallFile.folder(folder(manifest.store()));
    SmallFile.write(folder.resolve("manifest"), manifest.toBytes(), MODE);
  }

  /** Keeps all that is known of a relay. */
  void write(UsedRelay relay) throws IOException {
    SmallFile.folder(folder(relay.store()));
    StringBuilder text = new StringBuilder("url " + relay.url() + "\n");
    for (Line each : LINES) {
      Object value = each.said.apply(relay);
      if (value != null) {
        text.append(each.word).append(' ').append(value).append('\n');
      }
    }
    write(relay, EVIDENCE, relay.said());
    write(relay, PROOF, relay.proof());
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    SmallFile.write(file(relay, RELAY), bytes, MODE);
  }

  private void write(UsedRelay relay, String suffix, Evidence evidence) throws IOException {
    if (evidence.count() > 0) {
      SmallFile.write(file(relay, suffix), evidence.toBytes(), MODE);
    }
  }

  /** Keys of relays that were used once: what they are said to hold they may have let go. */
  List<AuthorId> readLeft() throws Failure {
    List<AuthorId> found = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try (Stream<Path> all = Files.walk(root, 2)) {
      for (Path each : all.filter(path -> path.toString().endsWith(LEFT)).toList()) {
        found.add(AuthorId.parse(each.getFileName().toString().replace(LEFT, "")));
      }
      return found;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw unreadable(root, e);
    }
  }

  private static Failure unreadable(Path at, Exception e) {
    String sentence = "could not read what is known of relays, in " + at + ": ";
    return new Failure(Failure.DISK, sentence + e.getMessage(), e);
  }

  /** Forgets a relay; what proves a lie of its stays, and that it was one. */
  void remove(UsedRelay relay) throws Failure {
    try {
      SmallFile.folder(folder(relay.store()));
      SmallFile.write(file(relay, LEFT), new byte[0], MODE);
      Files.deleteIfExists(file(relay, RELAY));
      Files.deleteIfExists(file(relay, EVIDENCE));
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "could not forget the relay: " + e.getMessage(), e);
    }
  }
}
