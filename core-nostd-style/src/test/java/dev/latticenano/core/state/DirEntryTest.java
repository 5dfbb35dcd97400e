package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.ProtoWriter;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DirEntryTest {
  private static final FilePath PATH = FilePath.of("d/f.txt");
  private final DirEntryView view = new DirEntryView();

  /** An entry of any fields; negative lengths leave a field out. */
  static byte[] entry(long mode, long size, int cid, int inline, int key, long levels) {
    byte[] out = new byte[70_000];
    byte[] zeros = new byte[66_000];
    ProtoWriter writer =
        new ProtoWriter()
            .wrap(out, 0, out.length)
            .bytes(1, Said.bytes("f.txt"), 0, 5)
            .varintUnlessZero(2, mode)
            .varintUnlessZero(3, size)
            .bytesUnlessEmpty(4, zeros, 0, cid)
            .bytesUnlessEmpty(5, zeros, 0, inline)
            .varint(6, 1_000)
            .bytesUnlessEmpty(7, zeros, 0, key)
            .varintUnlessZero(8, levels);
    return Arrays.copyOf(out, writer.finish());
  }

  private Verdict check(byte[] bytes) {
    byte[] padded = new byte[bytes.length + 4];
    Arrays.fill(padded, (byte) 0xFF);
    System.arraycopy(bytes, 0, padded, 2, bytes.length);
    return view.wrap(padded, 2, bytes.length).check();
  }

  private void check(Verdict verdict, byte[]... entries) {
    for (byte[] each : entries) {
      assertEquals(verdict, check(each));
    }
  }

  @Test
  void readsTheInlineFileItWrote() {
    byte[] content = Said.bytes("hello");
    byte[] bytes = new DirEntryWriter().file(PATH, 0640, -1).inline(content, 1, 3).toBytes();
    assertEquals(Verdict.OK, check(bytes));
    assertEquals(0100640, view.mode());
    assertEquals(3, view.size());
    assertEquals(-1, view.modifiedAtMs());
    assertEquals('e', view.bytes()[view.inlineOffset()]);
    assertEquals(3, view.inlineBytes());
    assertEquals(Verdict.OK, view.check(PATH.array(), 0, PATH.array().length));
  }

  @Test
  void readsTheChunkedFileItWrote() {
    Hash root = Said.hash("root");
    byte[] bytes = new DirEntryWriter().file(PATH, 0644, 5).chunked(root, 300_000, 1).toBytes();
    assertEquals(Verdict.OK, check(bytes));
    assertEquals(root, Hash.of(view.bytes(), view.cidOffset()));
    assertEquals(300_000, view.size());
    assertEquals(1, view.levels());
    assertTrue(view.chunked());
  }

  @Test
  void writesTheBytesThatProtobufsOwnLibraryWrites() throws IOException {
    Hash root = Said.hash("root");
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(expected);
    out.writeString(1, "f.txt");
    out.writeUInt32(2, 0100600);
    out.writeUInt64(3, 1L << 40);
    out.writeByteArray(4, root.toBytes());
    out.writeUInt64(6, -1);
    out.writeUInt32(8, 2);
    out.flush();
    DirEntryWriter writer = new DirEntryWriter().file(PATH, 0600, -1).chunked(root, 1L << 40, 2);
    assertArrayEquals(expected.toByteArray(), writer.toBytes());
  }

  @Test
  void readsTheDirectoryItWrote() {
    byte[] bytes = new DirEntryWriter().directory(PATH, 0755, 7).toBytes();
    assertEquals(Verdict.OK, check(bytes));
    assertTrue(view.directory());
    assertEquals(0040755, view.mode());
  }

  @Test
  void aWriterForgetsTheContentOfTheEntryBefore() {
    DirEntryWriter writer = new DirEntryWriter();
    writer.file(PATH, 0644, 1).chunked(Said.hash("x"), 300_000, 1);
    assertEquals(Verdict.OK, check(writer.directory(PATH, 0755, 1).toBytes()));
  }

  @Test
  void saysHowManyBytesAreMissing() {
    DirEntryWriter writer = new DirEntryWriter().directory(PATH, 0755, 7);
    int length = writer.length();
    assertEquals(-1, writer.write(new byte[length + 5], 5, length + 4));
    assertEquals(length, writer.write(new byte[length + 5], 5, length + 5));
  }

  @Test
  void refusesWhatIsNeitherFileNorDirectory() {
    check(Verdict.OK, entry(0100000, 0, 0, 0, 0, 0), entry(0107777, 0, 0, 0, 0, 0));
    check(
        Verdict.ENTRY_MODE_UNKNOWN,
        entry(0, 0, 0, 0, 0, 0),
        entry(0120777, 0, 0, 0, 0, 0),
        entry(0060000, 0, 0, 0, 0, 0),
        entry(0300644, 0, 0, 0, 0, 0),
        entry(1L << 32 | 0100644, 0, 0, 0, 0, 0),
        entry(1L << 63 | 0100644, 0, 0, 0, 0, 0));
  }

  @Test
  void refusesContentThatDoesNotFitTheSize() {
    check(Verdict.OK, entry(0100644, 32_767, 0, 32_767, 0, 0));
    check(Verdict.OK, entry(0100644, 32_768, 32, 0, 0, 0));
    check(
        Verdict.ENTRY_CONTENT_WRONG,
        entry(0100644, 32_767, 32, 0, 0, 0),
        entry(0100644, 32_768, 0, 32_768, 0, 0),
        entry(0100644, 32_768, 32, 1, 0, 0),
        entry(0100644, 32_768, 31, 0, 0, 0),
        entry(0100644, 32_768, 33, 0, 0, 0),
        entry(0100644, 2, 0, 3, 0, 0),
        entry(0100644, 3, 0, 0, 0, 0),
        entry(0040755, 1, 0, 1, 0, 0),
        entry(0040755, 0, 32, 0, 0, 0),
        entry(0040755, 40_000, 32, 0, 0, 0));
  }

  @Test
  void refusesSizesBeyondATreeInPairs() {
    check(Verdict.OK, entry(0100644, 1L << 44, 32, 0, 0, 2));
    check(
        Verdict.ENTRY_TOO_LARGE,
        entry(0100644, (1L << 44) + 1, 32, 0, 0, 2),
        entry(0100644, Long.MAX_VALUE, 32, 0, 0, 2),
        entry(0100644, -1, 32, 0, 0, 2));
  }

  @Test
  void refusesOtherLevelsThanTheSizeNeeds() {
    check(Verdict.OK, entry(0100644, 262_144, 32, 0, 0, 0), entry(0100644, 262_145, 32, 0, 0, 1));
    check(
        Verdict.ENTRY_LEVELS_WRONG,
        entry(0100644, 262_144, 32, 0, 0, 1),
        entry(0100644, 262_145, 32, 0, 0, 0),
        entry(0100644, 262_145, 32, 0, 0, 2),
        entry(0100644, 262_145, 32, 0, 0, (1L << 32) + 1),
        entry(0100644, 5, 0, 5, 0, 1),
        entry(0040755, 0, 0, 0, 0, 1));
  }

  @Test
  void refusesAKeyWhereNoneIsAndOneThatIsNotWhole() {
    check(Verdict.ENTRY_KEY_WRONG, entry(0100644, 0, 0, 0, 32, 0));
    check(Verdict.ENTRY_KEY_WRONG, entry(0100644, 0, 0, 0, 1, 0));
    check(Verdict.ENTRY_KEY_WRONG, entry(0100644, 32_768, 32, 0, 32, 0));
    check(Verdict.ENTRY_KEY_WRONG, entry(0040755, 0, 0, 0, 32, 0));
  }

  @Test
  void readsTheSealedFileItWrote() {
    Hash root = Said.hash("root");
    Hash digest = Said.hash("digest");
    byte[] bytes =
        new DirEntryWriter()
            .file(PATH, 0644, 5)
            .chunked(root, 300_000, 1)
            .sealed(KeptContent.KEY, digest)
            .toBytes();
    assertEquals(Verdict.OK, check(bytes));
    FileEntry entry = KeptContent.shown(bytes);
    assertEquals(digest, entry.digest());
    assertEquals(KeptContent.EPOCH, entry.key().epoch());
    byte[] copy = new DirEntryWriter().copy(entry.view(), PATH).toBytes();
    assertArrayEquals(bytes, copy);
    byte[] clear = new DirEntryWriter().file(PATH, 0644, 5).chunked(root, 300_000, 1).toBytes();
    assertNull(KeptContent.shown(clear).key());
    assertNull(KeptContent.shown(clear).digest());
  }

  @Test
  void aWriterForgetsTheKeyOfTheEntryBefore() {
    DirEntryWriter writer = new DirEntryWriter();
    Hash x = Said.hash("x");
    writer.file(PATH, 0644, 1).chunked(x, 300_000, 1).sealed(KeptContent.KEY, x);
    assertNull(
        KeptContent.shown(writer.file(PATH, 0644, 1).chunked(x, 300_000, 1).toBytes()).key());
  }

  @Test
  void equalContentUnderTwoKeysIsTheSameContent() {
    DirEntryView one = sealedView("root", "content");
    assertTrue(one.sameContent(sealedView("another root", "content")));
    assertFalse(one.sameContent(sealedView("root", "other content")));
    byte[] clear =
        new DirEntryWriter().file(PATH, 0644, 1).chunked(Said.hash("root"), 300_000, 1).toBytes();
    assertFalse(one.sameContent(KeptContent.shown(clear).view()));
  }

  private static DirEntryView sealedView(String root, String content) {
    byte[] bytes =
        new DirEntryWriter()
            .file(PATH, 0644, 1)
            .chunked(Said.hash(root), 300_000, 1)
            .sealed(KeptContent.KEY, Said.hash(content))
            .toBytes();
    return KeptContent.shown(bytes).view();
  }

  @Test
  void refusesANameThatIsNotThePaths() {
    byte[] entry = entry(0100644, 0, 0, 0, 0, 0);
    for (String other : new String[] {"d/f.tx", "d/ff.txt", "f.txt/d", "f.txt2"}) {
      byte[] path = Said.bytes(other);
      assertEquals(
          Verdict.ENTRY_NAME_WRONG, view.wrap(entry, 0, entry.length).check(path, 0, path.length));
    }
    byte[] top = Said.bytes("f.txt");
    assertEquals(Verdict.OK, view.wrap(entry, 0, entry.length).check(top, 0, top.length));
  }

  @Test
  void refusesWhatDoesNotDecodeAndPassesOverUnknownFields() {
    byte[] entry = entry(0100644, 0, 0, 0, 0, 0);
    for (int length = 1; length < entry.length; length++) {
      Verdict verdict = check(Arrays.copyOf(entry, length));
      assertTrue(verdict != Verdict.OK || length > entry.length - 4, "cut to " + length);
    }
    byte[] unknown = Arrays.copyOf(entry, entry.length + 2);
    unknown[entry.length] = 11 << 3;
    assertEquals(Verdict.OK, check(unknown));
    unknown[entry.length] = 1 << 3;
    assertEquals(Verdict.ENTRY_MALFORMED, check(unknown));
    unknown[entry.length] = 4 << 3 | 7;
    assertEquals(Verdict.ENTRY_MALFORMED, check(unknown));
  }

  @Test
  void anyBytesAreAnsweredWithAVerdict() {
    Seeds.run(
        getClass(),
        random -> {
          byte[] good = entry(0100644, 5, 0, 5, 0, 0);
          for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 3));
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (check(bytes) == Verdict.OK && !view.directory() && !view.chunked()) {
              assertEquals(view.size(), view.inlineBytes());
            }
          }
        });
  }
}
