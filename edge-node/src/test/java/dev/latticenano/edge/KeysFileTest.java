package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysFileTest {
  private static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");

  @TempDir Path place;
  private Path file;

  @BeforeEach
  void name() {
    file = place.resolve(KeysFile.NAME);
  }

  private static EpochKey key(int value) {
    byte[] bytes = new byte[EpochKey.BYTES];
    Arrays.fill(bytes, (byte) 0x0e);
    LittleEndian.putInt(bytes, 0, value);
    return EpochKey.of(bytes, 0);
  }

  @Test
  void holdsWhatItWasGivenInItsOrder() throws Exception {
    KeysFile keys = KeysFile.open(place, STORE);
    assertEquals(0, keys.keys().count());
    assertFalse(Files.exists(file));
    assertEquals(Verdict.OK, keys.add(List.of(key(0))));
    assertEquals(Verdict.OK, keys.add(List.of(key(1), key(0), key(2))));
    assertEquals(3, keys.keys().count());
    KeysFile again = KeysFile.open(place, STORE);
    assertEquals(3, again.keys().count());
    for (int i = 0; i < 3; i++) {
      assertTrue(again.keys().key(i).matches(key(i)));
    }
    assertEquals(file + ": 3 epoch keys", again.toString());
  }

  @Test
  void isReadableByItsOwnerAlone() throws Exception {
    KeysFile.open(place, STORE).add(List.of(key(1)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var names = Files.list(place)) {
      Set<String> all = new TreeSet<>();
      names.forEach(each -> all.add(each.getFileName().toString()));
      assertEquals(Set.of(KeysFile.NAME), all);
    }
  }

  @Test
  void holdsAsManyKeysAsMayBe() throws Exception {
    KeysFile keys = KeysFile.open(place, STORE);
    List<EpochKey> most = new ArrayList<>();
    for (int i = 0; i < Limits.EPOCH_KEYS_MAX; i++) {
      most.add(key(i));
    }
    assertEquals(Verdict.OK, keys.add(most));
    byte[] full = Files.readAllBytes(file);
    assertEquals(Verdict.TABLE_FULL, keys.add(List.of(key(Limits.EPOCH_KEYS_MAX))));
    assertArrayEquals(full, Files.readAllBytes(file));
    assertEquals(Limits.EPOCH_KEYS_MAX, KeysFile.open(place, STORE).keys().count());
    Files.write(file, new byte[Limits.EPOCH_KEYS_MAX * 40 + 37]);
    assertDamaged();
  }

  /**
   * Every byte changed, every length cut: a Failure with the file's name, and the file as it was.
   */
  @Test
  void saysSoWhenItIsDamagedAndWritesNothingOverIt() throws Exception {
    KeysFile keys = KeysFile.open(place, STORE);
    keys.add(List.of(key(1)));
    keys.add(List.of(key(2)));
    byte[] sound = Files.readAllBytes(file);
    for (int i = 0; i < sound.length; i++) {
      byte[] broken = sound.clone();
      broken[i] ^= 0x10;
      Files.write(file, broken);
      assertDamaged();
      assertArrayEquals(broken, Files.readAllBytes(file));
    }
    for (int length = 0; length < sound.length; length++) {
      Files.write(file, Arrays.copyOf(sound, length));
      assertDamaged();
    }
    Files.write(file, sound);
    assertEquals(2, KeysFile.open(place, STORE).keys().count());
    assertThrows(Failure.class, () -> KeysFile.open(place, StoreId.NIL));
  }

  private void assertDamaged() {
    Failure failure = assertThrows(Failure.class, () -> KeysFile.open(place, STORE));
    assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
    assertFalse(failure.getMessage().contains("0e0e"), failure.getMessage());
  }

  /** The disk fails at each of its operations in turn: the old keys or the new ones are there. */
  @Test
  void holdsTheOldOrTheNewKeysWhereverWritingStops() throws Exception {
    KeysFile.open(place, STORE).add(List.of(key(1)));
    int failed = 0;
    for (int at = 0; at < 8; at++) {
      KeysFile keys = KeysFile.open(new StoppingDisk(at), place, STORE);
      int before = keys.keys().count();
      try {
        assertEquals(Verdict.OK, keys.add(List.of(key(10 + at))));
      } catch (StoreException e) {
        failed++;
        assertEquals(before, keys.keys().count(), "what is not on the disk is not held");
      }
      int after = KeysFile.open(place, STORE).keys().count();
      assertTrue(after == before || after == before + 1, "stopped at " + at);
    }
    assertEquals(5, failed, "create, write, sync, rename, sync of the directory");
  }

  @Test
  void bytesAreThoseOfTheDocument() throws IOException, StoreException, Failure {
    Path document = Path.of(System.getProperty("repository.root"), "docs", "storage.md");
    Matcher block =
        Pattern.compile("(?s)```hex keys\n(.*?)```").matcher(Files.readString(document));
    assertTrue(block.find());
    byte[] bytes = new byte[EpochKey.BYTES];
    Arrays.fill(bytes, (byte) 0x0e);
    KeysFile.open(place, STORE).add(List.of(EpochKey.of(bytes, 0)));
    assertEquals(block.group(1).replaceAll("\\s", ""), Hex.encode(Files.readAllBytes(file)));
  }
}
