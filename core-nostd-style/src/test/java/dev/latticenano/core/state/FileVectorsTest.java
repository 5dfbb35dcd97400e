package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FileVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    VectorFolder.assertHolds("file-", FileVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException {
    for (String name : VectorFolder.names("file-")) {
      Map<String, String> vector = VectorFile.read(name).header();
      Verdict verdict = read(vector);
      assertEquals(vector.get("verdict"), verdict.name(), name);
      String rule = verdict == Verdict.OK ? vector.get("kind") : verdict.rule();
      assertEquals("files.md#" + rule, vector.get("rule"), name);
    }
  }

  private static Verdict read(Map<String, String> vector) {
    byte[] input = Hex.decode(vector.get("input"));
    if (vector.containsKey("repeat")) {
      String[] repeat = vector.get("repeat").split(" ");
      int from = input.length;
      input = Arrays.copyOf(input, from + Integer.parseInt(repeat[1]));
      Arrays.fill(input, from, input.length, Hex.decode(repeat[0])[0]);
    }
    switch (vector.get("kind")) {
      case "path":
        return FilePath.check(input, 0, input.length);
      case "dir-entry":
        byte[] path = Said.bytes(vector.get("path"));
        return new DirEntryView().wrap(input, 0, input.length).check(path, 0, path.length);
      case "chunk":
        byte[] name = Hex.decode(vector.get("name"));
        return ChunkTree.check(Blake3.plain(), name, 0, input, 0, input.length);
      case "chunk-tree":
        ChunkTreeReader reader = new ChunkTreeReader();
        long size = Long.parseLong(vector.get("size"));
        Verdict verdict =
            reader.wrap(new byte[32], 0, size, Integer.parseInt(vector.get("levels")));
        reader.next();
        return verdict == Verdict.OK ? reader.check(input.length) : verdict;
      case "sealed-chunk":
        return vector.containsKey("name") ? sealed(vector) : opened(vector, input);
      case "content":
        return content(vector);
      default:
        throw new AssertionError(vector.get("kind"));
    }
  }

  private static FileKey key(Map<String, String> vector) {
    return FileKey.of(Hex.decode(vector.get("key")), 0, KeptContent.EPOCH);
  }

  private static byte[] repeated(Map<String, String> vector) {
    byte[] content = new byte[Integer.parseInt(vector.get("size"))];
    Arrays.fill(content, Hex.decode(vector.get("content"))[0]);
    return content;
  }

  private static Verdict sealed(Map<String, String> vector) {
    KeptContent kept = new KeptContent();
    FileEntry entry = KeptContent.shown(kept.keep(repeated(vector), key(vector)));
    assertEquals(vector.get("name"), entry.cid().toString());
    byte[] nonce = Arrays.copyOf(kept.chunks.get(entry.cid()), ContentCipher.NONCE_BYTES);
    assertEquals(vector.get("nonce"), Hex.encode(nonce));
    return Verdict.OK;
  }

  /** The chunk as the second of a file whose first is not here. */
  private static Verdict opened(Map<String, String> vector, byte[] chunk) {
    KeptContent kept = new KeptContent();
    byte[] names = Arrays.copyOf(new byte[32], 64);
    kept.chunk(chunk).write(names, 32);
    long size = Long.parseLong(vector.get("size"));
    byte[] entry =
        new DirEntryWriter()
            .file(KeptContent.PATH, 0644, 1)
            .chunked(kept.chunk(names), size, 1)
            .sealed(key(vector), Said.hash("not read from end to end"))
            .toBytes();
    ContentReader reader = new ContentReader();
    reader.wrap(KeptContent.shown(entry), Long.parseLong(vector.get("position")), size);
    byte[] read = kept.read(reader);
    if (reader.verdict() == Verdict.OK) {
      assertEquals(vector.get("opened"), Hex.encode(read));
    }
    return reader.verdict();
  }

  private static Verdict content(Map<String, String> vector) {
    KeptContent kept = new KeptContent();
    FileEntry honest = KeptContent.shown(kept.keep(repeated(vector), key(vector)));
    byte[] entry =
        new DirEntryWriter()
            .file(KeptContent.PATH, 0644, 1)
            .contentOf(honest)
            .sealed(key(vector), Hash.of(Hex.decode(vector.get("digest")), 0))
            .toBytes();
    ContentReader reader = new ContentReader();
    reader.wrap(KeptContent.shown(entry));
    kept.read(reader);
    return reader.verdict();
  }

  @Test
  void rulesVerdictsAndVectorsAreTheSameSets() throws IOException {
    String spec = Files.readString(VectorFolder.path().resolveSibling("files.md"));
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    List<String> rules = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (verdict.rule().startsWith("file-") || verdict.rule().startsWith("chunk-")) {
        verdicts.add(verdict);
        rules.add("- **" + verdict.rule() + "** `" + verdict.name() + "`");
      }
    }
    List<String> written = new ArrayList<>();
    for (String line : spec.split("\n")) {
      if (line.startsWith("- **file-") || line.startsWith("- **chunk-")) {
        written.add(line.substring(0, line.indexOf(':')));
      }
    }
    assertEquals(rules, written);
    Set<Verdict> shown = EnumSet.noneOf(Verdict.class);
    for (String name : VectorFolder.names("file-")) {
      shown.add(Verdict.valueOf(VectorFile.read(name).header().get("verdict")));
    }
    shown.remove(Verdict.OK);
    assertEquals(verdicts, shown);
  }

  @Test
  void theLimitsOfTheSpecificationAreThoseOfTheCode() throws IOException {
    String spec = Files.readString(VectorFolder.path().resolveSibling("files.md"));
    Map<String, Long> limits =
        Map.ofEntries(
            Map.entry("FilePath.BYTES_MAX", (long) FilePath.BYTES_MAX),
            Map.entry("FilePath.PART_BYTES_MAX", (long) FilePath.PART_BYTES_MAX),
            Map.entry("Limits.INLINE_BYTES_LIMIT", (long) Limits.INLINE_BYTES_LIMIT),
            Map.entry("ChunkTree.STANDARD.leafBytes", (long) ChunkTree.STANDARD.leafBytes()),
            Map.entry("ChunkTree.STANDARD.fanOut", (long) ChunkTree.STANDARD.fanOut()),
            Map.entry("ChunkTree.LEVELS_MAX", (long) ChunkTree.LEVELS_MAX),
            Map.entry("ChunkTree.STANDARD.bytesMax", ChunkTree.STANDARD.bytesMax()),
            Map.entry("ChunkTree.SEALED.leafBytes", (long) ChunkTree.SEALED.leafBytes()),
            Map.entry("ChunkTree.SEALED.bytesMax", ChunkTree.SEALED.bytesMax()),
            Map.entry("ChunkTree.PADDED_BYTES_MIN", (long) ChunkTree.PADDED_BYTES_MIN),
            Map.entry("Packing.OP_BYTES_MAX", (long) Packing.OP_BYTES_MAX));
    for (Map.Entry<String, Long> limit : limits.entrySet()) {
      String row = "| `" + limit.getKey() + "` | " + limit.getValue() + " |";
      assertTrue(spec.contains(row), row);
    }
  }

  @Test
  void theExampleEntryOfTheSpecificationIsTheVectorsInput() throws IOException {
    String spec = Files.readString(VectorFolder.path().resolveSibling("files.md"));
    String input = VectorFile.read("file-entry-inline.txt").header().get("input");
    assertTrue(spec.contains("```hex dir-entry\n" + input + "\n```"), input);
  }
}
