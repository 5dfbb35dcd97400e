package dev.latticenano.storage.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.store.Custody;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GarbageProperties {
  private static final Path PLACE = Path.of("/chunks");
  private static final int SMALL = Limits.INLINE_BYTES_LIMIT;
  private static final int LARGE = Limits.CHUNK_BYTES_MAX + SMALL;

  /** Content of which the first leaf is shared by all large ones with one {@code first}. */
  private static byte[] content(int bytes, int first, int last) {
    byte[] content = new byte[bytes];
    content[0] = (byte) first;
    content[bytes - 1] = (byte) last;
    return content;
  }

  @Test
  void neverTakesWhatAFileNeedsNorALastCopy() {
    Seeds.run(
        GarbageProperties.class,
        random -> {
          for (int round = 0; round < 12; round++) {
            live(random);
          }
        });
  }

  private static void live(Random random) throws Exception {
    SmallNode node = new SmallNode(ChunkFiles.open(new PowerCutDisk(), PLACE));
    int copiesLeast = Integer.MAX_VALUE;
    Set<Hash> abandoned = new HashSet<>();
    for (int step = 0; step < 40; step++) {
      String name = "f" + random.nextInt(4);
      int bytes = random.nextInt(3) == 0 ? LARGE : SMALL;
      byte[] content = content(bytes, random.nextInt(4), random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0, 1 -> node.put(name, content);
        case 2 -> node.remove(name);
        case 3, 4 -> {
          for (Hash chunk : List.copyOf(node.signed)) {
            if (random.nextInt(3) == 0 && node.holds(chunk)) {
              node.proved(chunk, random.nextInt(3));
            }
          }
        }
        default -> {
          abandoned.addAll(
              node.keep(
                  content(SMALL, 100, random.nextInt(100)), new ChunkTreeWriter(Blake3.plain())));
          int copies = 1 + random.nextInt(2);
          copiesLeast = Math.min(copiesLeast, copies);
          node.collect(copies);
          assertEquals(0, node.collect(copies), "a second time finds more");
          for (Hash chunk : abandoned) {
            assertFalse(node.holds(chunk));
          }
        }
      }
      node.judge(copiesLeast);
    }
    node.collect(0);
    node.judge(0);
    for (Hash chunk : node.signed) {
      boolean needed = node.live.values().stream().anyMatch(each -> each.contains(chunk));
      assertEquals(needed, node.holds(chunk), "what was given up is still here");
    }
  }

  @Test
  void keepsWhatNamesALastCopy() throws Exception {
    SmallNode node = new SmallNode(ChunkFiles.open(new PowerCutDisk(), PLACE));
    node.put("film", content(LARGE, 1, 2));
    List<Hash> names = new ArrayList<>(node.live.get("film"));
    assertEquals(3, names.size());
    node.remove("film");
    // All but one leaf is held elsewhere; without the node above it nobody would know that leaf.
    node.proved(names.get(0), 1);
    node.proved(names.get(2), 1);
    assertEquals(1, node.collect(1));
    assertEquals(0, node.collect(1));
    assertFalse(node.holds(names.get(0)));
    assertTrue(node.holds(names.get(1)) && node.holds(names.get(2)));
    node.proved(names.get(1), 1);
    assertEquals(2, node.collect(1));
  }

  @Test
  void countsNoHolderTwiceAndNeverItself() throws Exception {
    SmallNode node = new SmallNode(ChunkFiles.open(new PowerCutDisk(), PLACE));
    node.put("a", content(SMALL, 1, 1));
    Hash chunk = node.live.get("a").iterator().next();
    node.remove("a");
    node.proved(chunk, 1);
    node.proved(chunk, 1);
    assertEquals(0, node.collect(2));
    byte[] own = new byte[Custody.RECORD_BYTES];
    Custody.write(own, 0, chunk.toBytes(), 0, node.node.key().toBytes(), 5);
    node.log.append(Custody.KIND, own, 0, own.length);
    assertEquals(0, node.collect(2));
    node.proved(chunk, 2);
    assertEquals(1, node.collect(2));
  }

  @Test
  void takesNothingThatADamagedListMayHaveNamed() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    ChunkFiles chunks = ChunkFiles.open(disk, PLACE);
    SmallNode node = new SmallNode(chunks);
    node.put("film", content(LARGE, 1, 2));
    List<Hash> names = new ArrayList<>(node.live.get("film"));
    String root = names.get(2).toString();
    Path path = PLACE.resolve(root.substring(0, 2)).resolve(root.substring(2));
    byte[] bytes = disk.bytes(path).clone();
    bytes[5] ^= 1;
    disk.replace(path, bytes);
    assertEquals(0, node.collect(0));
    assertTrue(node.holds(names.get(0)) && node.holds(names.get(1)));
    assertFalse(node.holds(names.get(2)));
    ChunkCensus census = node.census(1);
    assertEquals(ChunkCensus.Fate.UNSURE, census.fate(names.get(0).toBytes(), 0));
    assertEquals(List.of("1 lists of chunks that files need are not here"), census.obstacles());
    node.put("film", content(LARGE, 1, 2));
    assertEquals(List.of(), chunks.damaged(), "a whole one takes the damaged one's place");
    assertEquals(List.of(), node.census(1).obstacles());
  }

  @Test
  void losesNothingAFileNeedsWhereverPowerFailsAndFinishesAfterwards() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    SmallNode node = new SmallNode(ChunkFiles.open(disk, PLACE));
    node.put("old", content(LARGE, 1, 2));
    node.put("kept", content(LARGE, 1, 3));
    node.put("last", content(SMALL, 7, 7));
    List<Hash> old = new ArrayList<>(node.live.get("old"));
    node.remove("old");
    node.remove("last");
    old.forEach(chunk -> prove(node, chunk));
    node.keep(content(SMALL, 9, 9), new ChunkTreeWriter(Blake3.plain()));
    PowerCutDisk full = disk.copy();
    node.chunks(ChunkFiles.open(full, PLACE));
    long goes = node.collect(1);
    assertEquals(3, goes, "a leaf, the list above it, and what was never signed");
    int cuts = 0;
    for (int n = 0; n <= full.operations(); n++) {
      for (int names = 0; names <= full.unsyncedNames(n); names++) {
        PowerCutDisk left = full.crash(n, 0, names, Unsynced.LOST, 0);
        node.chunks(ChunkFiles.open(left, PLACE));
        node.judge(1);
        Set<Hash> here = held(node, old);
        node.collect(2);
        assertEquals(here, held(node, old), "forgot what it was at " + n);
        node.collect(1);
        node.judge(1);
        for (Hash chunk : old) {
          assertEquals(node.live.get("kept").contains(chunk), node.holds(chunk), "cut at " + n);
        }
        cuts++;
      }
    }
    assertTrue(cuts > 5, "cuts " + cuts);
  }

  private static Set<Hash> held(SmallNode node, List<Hash> chunks) throws Exception {
    Set<Hash> held = new HashSet<>();
    for (Hash chunk : chunks) {
      if (node.holds(chunk)) {
        held.add(chunk);
      }
    }
    return held;
  }

  private static void prove(SmallNode node, Hash chunk) {
    try {
      node.proved(chunk, 1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
