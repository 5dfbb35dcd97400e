package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors for the data part of docs/protocol.md: one file, one behaviour. Run {@code
 * main} after a change of rules; {@code VectorWriterTest} compares what is committed.
 */
final class VectorWriter {
  private static final Map<String, String> SECTIONS =
      Map.of(
          "witness-content", "witness",
          "store-id", "store",
          "hash", "intention",
          "epoch-change", "epoch");

  /** Kinds whose rules stand on a page of their own. */
  private static final Map<String, String> PAGES =
      Map.of("notice", "snapshots.md#", "restatement", "snapshots.md#");

  private final Map<String, String> files = new TreeMap<>();

  private VectorWriter() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() {
    VectorWriter writer = new VectorWriter();
    IntentionVectors.write(writer);
    WitnessVectors.write(writer);
    OpsVectors.write(writer);
    SnapshotOpVectors.write(writer);
    EpochVectors.write(writer);
    OtherVectors.write(writer);
    return writer.files;
  }

  /** A vector with hexadecimal input. */
  void add(String name, String kind, Verdict verdict, byte[] input, String comment) {
    add(name, kind, verdict, Hex.encode(input), comment, Map.of());
  }

  /** A vector; {@code more} are fields beside the input that say how to read it. */
  void add(
      String name,
      String kind,
      Verdict verdict,
      String input,
      String comment,
      Map<String, String> more) {
    Map<String, String> vector = new LinkedHashMap<>();
    String rule = verdict == Verdict.OK ? SECTIONS.getOrDefault(kind, kind) : verdict.rule();
    vector.put("rule", PAGES.getOrDefault(kind, "protocol.md#") + rule);
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", kind);
    vector.putAll(more);
    vector.put("input", input);
    VectorReading reading = VectorReading.of(vector);
    if (reading.verdict() != verdict) {
      throw new AssertionError(name + " is " + reading.verdict() + ", not " + verdict);
    }
    vector.putAll(reading.fields());
    VectorFolder.add(files, name, vector);
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
