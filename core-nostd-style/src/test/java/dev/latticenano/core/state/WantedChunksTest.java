package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WantedChunksTest {
  private final FileState files = new FileState();
  private final Map<Hash, byte[]> source = new HashMap<>();
  private final Map<Hash, byte[]> held = new HashMap<>();

  private final Chunks<IOException> host =
      new Chunks<>() {
        @Override
        public boolean holds(byte[] name, int offset) {
          return held.containsKey(Hash.of(name, offset));
        }

        @Override
        public int read(byte[] name, int offset, byte[] out) {
          byte[] chunk = held.get(Hash.of(name, offset));
          System.arraycopy(chunk, 0, out, 0, chunk.length);
          return chunk.length;
        }
      };

  /** Collects up to a number of names, and verdicts. */
  private static final class Found implements WantedChunks.Reader {
    final List<Hash> names = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    private final int namesMax;

    Found(int namesMax) {
      this.namesMax = namesMax;
    }

    @Override
    public boolean wanted(Hash name, int chunkBytes) {
      names.add(name);
      return names.size() < namesMax;
    }

    @Override
    public boolean broken(Hash root, Verdict verdict) {
      return verdicts.add(verdict);
    }
  }

  private byte[] chunked(String path, byte[] content) {
    ChunkTreeWriter writer = new ChunkTreeWriter(Blake3.plain());
    int at = 0;
    while (at < content.length) {
      at += writer.feed(content, at, content.length - at);
      keep(writer);
    }
    writer.finish();
    keep(writer);
    return new DirEntryWriter()
        .file(FilePath.of(path), 0644, 1)
        .chunked(writer.root(), writer.size(), writer.levels())
        .toBytes();
  }

  private void keep(ChunkTreeWriter writer) {
    while (writer.ready()) {
      source.put(Hash.of(writer.name(), 0), Arrays.copyOf(writer.chunk(), writer.chunkBytes()));
      writer.taken();
    }
  }

  private void put(String author, String path, int seed, int size) throws StoreException {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    Said said = Said.said(author, 1, Said.map(path, chunked(path, content)));
    assertEquals(Verdict.OK, files.apply(said.applied()));
  }

  @Test
  void askingUntilNothingIsWantedFetchesEveryHeadOnce() throws StoreException, IOException {
    put("a", "big", 1, 3 * Limits.CHUNK_BYTES_MAX + 5);
    put("b", "big", 2, 2 * Limits.CHUNK_BYTES_MAX);
    put("a", "same as big", 1, 3 * Limits.CHUNK_BYTES_MAX + 5);
    put("a", "small", 3, 40_000);
    KeptContent kept = new KeptContent();
    byte[] sealed = kept.keep(new byte[5 * Limits.CHUNK_BYTES_MAX], KeptContent.KEY);
    source.putAll(kept.chunks);
    Said said = Said.said("a", 1, Said.map(KeptContent.PATH.toString(), sealed));
    assertEquals(Verdict.OK, files.apply(said.applied()));
    Set<Hash> asked = new HashSet<>();
    WantedChunks wanted = new WantedChunks();
    int rounds = 0;
    while (held.size() < source.size()) {
      Found found = new Found(3);
      wanted.walk(files, host, found);
      for (Hash name : found.names) {
        assertTrue(asked.add(name), "asked twice");
        held.put(name, source.get(name));
      }
      rounds++;
      assertTrue(rounds < 20);
    }
    Found nothing = new Found(1);
    assertTrue(wanted.walk(files, host, nothing));
    assertEquals(List.of(), nothing.names);
    assertEquals(source.keySet(), asked);
  }

  @Test
  void aWalkStopsWhenItsReaderSaysSo() throws StoreException, IOException {
    put("a", "x", 1, 40_000);
    put("a", "y", 2, 40_000);
    Found found = new Found(1);
    assertFalse(new WantedChunks().walk(files, host, found));
    assertEquals(1, found.names.size());
  }

  @Test
  void contentOfTheWrongShapeIsReportedAndNotFollowed() throws StoreException, IOException {
    byte[] content = new byte[2 * Limits.CHUNK_BYTES_MAX];
    new Random(1).nextBytes(content);
    byte[] honest = chunked("x", content);
    DirEntryView view = new DirEntryView().wrap(honest, 0, honest.length);
    view.check();
    byte[] lying =
        new DirEntryWriter()
            .file(FilePath.of("x"), 0644, 1)
            .chunked(Hash.of(honest, view.cidOffset()), content.length + 1, 1)
            .toBytes();
    assertEquals(Verdict.OK, files.apply(Said.said("a", 1, Said.map("x", lying)).applied()));
    held.putAll(source);
    Found found = new Found(10);
    assertTrue(new WantedChunks().walk(files, host, found));
    assertEquals(List.of(Verdict.CHUNK_NODE_LENGTH), found.verdicts);
    assertEquals(List.of(), found.names);
  }

  @Test
  void removedFilesWantNothing() throws StoreException, IOException {
    byte[] entry = chunked("x", new byte[50_000]);
    Said put = Said.said("a", 1, Said.map("x", entry));
    files.apply(put.applied());
    files.apply(Said.delete("a", 2, "x", put).applied());
    Found found = new Found(10);
    assertTrue(new WantedChunks().walk(files, host, found));
    assertEquals(List.of(), found.names);
  }
}
