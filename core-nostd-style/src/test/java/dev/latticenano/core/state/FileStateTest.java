package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FileStateTest {
  private static final long AT = 1_763_697_371_000L; // 2025-11-21 03:56:11 UTC
  private final FileState files = new FileState();

  static byte[] file(String path, String content) {
    byte[] bytes = Said.bytes(content);
    return new DirEntryWriter()
        .file(FilePath.of(path), 0644, AT)
        .inline(bytes, 0, bytes.length)
        .toBytes();
  }

  static byte[] directory(String path) {
    return new DirEntryWriter().directory(FilePath.of(path), 0755, AT).toBytes();
  }

  static Said put(String author, long wallMs, String path, String content, Said... cited) {
    return Said.said(author, wallMs, Said.map(path, file(path, content)), cited);
  }

  static Said mkdir(String author, long wallMs, String path, Said... cited) {
    return Said.said(author, wallMs, Said.map(path, directory(path)), cited);
  }

  private void apply(Said... said) throws StoreException {
    for (Said each : said) {
      assertEquals(Verdict.OK, files.apply(each.applied()));
    }
  }

  /** Every entry as {@code path=content}, directories with a slash. */
  static List<String> shown(FileState files) throws StoreException {
    List<String> shown = new ArrayList<>();
    files.list(
        null,
        true,
        entry -> {
          shown.add(entry.directory() ? entry.path() + "/" : entry.path() + "=" + content(entry));
          assertEquals(entry.toString(), files.entry(entry.path()).toString());
          return true;
        });
    return shown;
  }

  private static String content(FileEntry entry) {
    return Said.text(entry.inline());
  }

  private static String copy(String stem, String author, String extension) {
    String name = Said.author(author).shortText();
    return stem + " (conflict " + name + " 2025-11-21 03.56.11)" + extension;
  }

  @Test
  void showsATreeInByteOrderWithWhatLiesInADirectoryAfterIt() throws StoreException {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    for (String path : List.of("b/c/d", "a!", "a/x", "a.txt", "b/b")) {
      writes.put(path, file(path, "."));
    }
    writes.put("a", directory("a"));
    writes.put("empty", directory("empty"));
    apply(Said.said("a", 1, writes));
    assertEquals(
        List.of("a/", "a/x=.", "a!=.", "a.txt=.", "b/", "b/b=.", "b/c/", "b/c/d=.", "empty/"),
        shown(files));
  }

  @Test
  void listsOneDirectoryWithoutWhatLiesDeeper() throws StoreException {
    apply(put("a", 1, "d/x", "1"), put("a", 2, "d/e/y", "2"), put("a", 3, "dd", "3"));
    List<String> paths = new ArrayList<>();
    files.list(FilePath.of("d"), false, entry -> paths.add(entry.path().toString()));
    assertEquals(List.of("d/e", "d/x"), paths);
    paths.clear();
    files.list(null, false, entry -> !paths.add(entry.path().toString()));
    assertEquals(List.of("d"), paths);
    files.list(FilePath.of("nowhere"), true, entry -> paths.add("never"));
    assertEquals(List.of("d"), paths);
  }

  @Test
  void aDirectoryWithoutEntryIsShownWhileSomethingLiesInIt() throws StoreException {
    Said put = put("a", 1, "d/x", "1");
    apply(put);
    assertTrue(files.entry(FilePath.of("d")).directory());
    assertNull(files.entry(FilePath.of("d")).head());
    apply(Said.delete("a", 2, "d/x", put));
    assertNull(files.entry(FilePath.of("d")));
    assertEquals(List.of(), shown(files));
  }

  @Test
  void ofTwoEditsTheWinnerStandsAtThePathAndTheOtherBesideIt() throws StoreException {
    Said base = put("a", 1, "d/my.notes.txt", "base");
    apply(
        base,
        put("b", 5, "d/my.notes.txt", "early", base),
        put("c", 6, "d/my.notes.txt", "late", base));
    assertEquals(
        List.of("d/", copy("d/my.notes", "b", ".txt") + "=early", "d/my.notes.txt=late"),
        shown(files));
    FileEntry copy = files.entry(FilePath.of(copy("d/my.notes", "b", ".txt")));
    assertTrue(copy.conflictCopy());
    assertEquals(FilePath.of("d/my.notes.txt"), copy.source());
    assertFalse(files.entry(copy.source()).conflictCopy());
    assertTrue(files.entry(copy.source()).conflicted());
  }

  @Test
  void twoEditsOfEqualContentAreOneFile() throws StoreException {
    apply(put("a", 1, "x", "same"), put("b", 2, "x", "same"));
    assertEquals(List.of("x=same"), shown(files));
    assertTrue(files.entry(FilePath.of("x")).conflicted());
  }

  @Test
  void anEditSurvivesADeletionThatDidNotKnowOfIt() throws StoreException {
    Said base = put("a", 1, "x", "base");
    apply(base, put("b", 2, "x", "edit", base), Said.delete("c", 9, "x", base));
    assertEquals(List.of("x=edit"), shown(files));
  }

  @Test
  void twoEditsSurviveADeletion() throws StoreException {
    Said base = put("a", 1, "x", "base");
    apply(
        base,
        Said.delete("c", 9, "x", base),
        put("b", 2, "x", "one", base),
        put("d", 3, "x", "two", base));
    assertEquals(List.of("x=two", copy("x", "b", "") + "=one"), shown(files));
  }

  @Test
  void whereAFileAndADirectoryMeetTheDirectoryStandsAndTheFileBesideIt() throws StoreException {
    apply(put("a", 9, "x", "file"), put("b", 2, "x/y", "child"));
    assertEquals(List.of("x/", "x/y=child", copy("x", "a", "") + "=file"), shown(files));
    files.clear();
    apply(put("a", 9, "x", "file"), mkdir("b", 2, "x"));
    assertEquals(List.of("x/", copy("x", "a", "") + "=file"), shown(files));
  }

  @Test
  void twoDirectoriesAreOne() throws StoreException {
    apply(mkdir("a", 1, "d"), mkdir("b", 2, "d"), put("a", 3, "d/x", "1"), put("b", 4, "d/y", "2"));
    assertEquals(List.of("d/", "d/x=1", "d/y=2"), shown(files));
  }

  @Test
  void copiesWithOneNameAreToldApartByTheirIntentions() throws StoreException {
    Said first = put("a", 1, "x", "one");
    Said second = put("a", 2, "x", "two");
    Said third = put("a", 3, "x", "three");
    apply(first, second, third);
    String plain = copy("x", "a", "");
    String marked = plain.replace(")", " " + first.hash.shortText() + ")");
    assertEquals(
        List.of("x=three", plain + "=two", marked + "=one").stream().sorted().toList(),
        shown(files).stream().sorted().toList());
  }

  @Test
  void aFileThatHasACopysNameKeepsIt() throws StoreException {
    String name = copy("x", "a", "");
    Said loser = put("a", 1, "x", "loser");
    apply(loser, put("b", 2, "x", "winner"), put("c", 3, name, "real"));
    assertEquals("real", content(files.entry(FilePath.of(name))));
    String marked = name.replace(")", " " + loser.hash.shortText() + ")");
    assertEquals("loser", content(files.entry(FilePath.of(marked))));
  }

  @Test
  void aCopysNameFitsAPart() throws StoreException {
    String name = "ü".repeat(124) + ".jpeg";
    apply(put("a", 1, name, "1"), put("b", 2, name, "2"));
    List<String> paths = new ArrayList<>();
    files.list(null, false, entry -> paths.add(entry.path().toString()));
    for (String path : paths) {
      assertEquals(Verdict.OK, FilePath.check(path), path);
      assertTrue(path.endsWith(".jpeg"), path);
    }
    assertEquals(2, paths.size());
  }

  @Test
  void aDateBeyondTheCalendarIsShownAsItsLastDay() throws StoreException {
    byte[] late =
        new DirEntryWriter().file(FilePath.of("x"), 0644, -1).inline(new byte[1], 0, 1).toBytes();
    apply(Said.said("a", 1, Said.map("x", late)), put("b", 2, "x", "2"));
    assertEquals(2, shown(files).size());
    String name = "x (conflict " + Said.author("a").shortText() + " 9999-12-31 23.59.59)";
    assertTrue(files.entry(FilePath.of(name)).conflictCopy());
  }

  @Test
  void refusesEveryWayOutOfTheFolderFromAPeer() throws StoreException {
    byte[] entry = file("x", "evil");
    for (String path : new String[] {"../x", "/x", "a/../x", "..\\x", "a\0/x", "", "C:x", "a//x"}) {
      Map<String, byte[]> writes = Said.map("good", file("good", "1"));
      writes.put(path, entry);
      Verdict verdict = files.apply(Said.said("a", 1, writes).applied());
      assertEquals(FilePath.check(path), verdict, path);
      assertEquals(List.of(), shown(files), path);
    }
    assertEquals(
        Verdict.ENTRY_NAME_WRONG, files.apply(Said.said("a", 1, Said.map("y", entry)).applied()));
    assertEquals(Verdict.PATH_PART_DOTS, files.apply(Said.delete("a", 1, "../x").applied()));
  }

  @Test
  void refusesABatchWithABadEntryEvenIfALaterOpReplacesIt() throws StoreException {
    byte[] bad = Said.payload(Said.map("x", Said.bytes("not an entry")));
    byte[] good = Said.payload(Said.map("x", file("x", "1")));
    byte[] both = Arrays.copyOf(bad, bad.length + good.length);
    System.arraycopy(good, 0, both, bad.length, good.length);
    Verdict verdict = files.apply(new Said("a", 1, List.of(), both).applied());
    assertEquals(Verdict.ENTRY_MALFORMED, verdict);
    assertEquals(List.of(), shown(files));
  }
}
