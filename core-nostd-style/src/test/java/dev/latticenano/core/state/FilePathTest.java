package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import org.junit.jupiter.api.Test;

final class FilePathTest {
  private static void check(Verdict verdict, String... paths) {
    for (String path : paths) {
      assertEquals(verdict, FilePath.check(path), path);
    }
  }

  private static void checkHex(Verdict verdict, String... paths) {
    for (String path : paths) {
      byte[] padded = Hex.decode("ff" + path + "ff");
      assertEquals(verdict, FilePath.check(padded, 1, padded.length - 2), path);
    }
  }

  @Test
  void acceptsWhatPeopleCallFiles() {
    check(
        Verdict.OK,
        "a",
        "a b/c d.txt",
        ".hidden",
        "...",
        "..a",
        "a..",
        "a/...",
        "Grüße/Übersicht.txt",
        "📷 holiday/🏖.jpg",
        "ab:c",
        "1:c",
        "a/b:c",
        "~",
        "-rf",
        "con",
        "a ",
        "*?\"<>|",
        "\u00a0",
        "\u200f");
  }

  @Test
  void refusesWhatLeavesTheFolder() {
    check(Verdict.PATH_EMPTY, "");
    check(Verdict.PATH_ABSOLUTE, "/", "/a", "//a", "/../a", "C:", "c:a", "Z:\\a");
    check(Verdict.PATH_PART_DOTS, ".", "..", "../a", "a/..", "a/../b", "./a", "a/.", "a/./b");
    check(Verdict.PATH_BACKSLASH, "..\\a", "a\\b", "\\a", "\\\\host\\share");
    check(Verdict.PATH_PART_EMPTY, "a/", "a//b", "a//../b");
  }

  @Test
  void refusesControlCharacters() {
    check(Verdict.PATH_CONTROL_CHARACTER, "a\0b", "\0", "a\n", "\t", "\u001f", "\u007f");
    check(Verdict.PATH_CONTROL_CHARACTER, "\u0080", "a\u009f");
    check(Verdict.OK, "\u0020", "\u007e", "\u00a0");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    checkHex(Verdict.PATH_NOT_UTF8, "80", "c0af", "61c0ae", "eda080", "f4908080", "e282", "ff");
    checkHex(Verdict.OK, "e282ac", "f48fbfbf", "c2a0");
    check(Verdict.PATH_NOT_UTF8, "\ud800", "a\udc00", "\udc00\ud800");
  }

  @Test
  void holdsItsLimits() {
    check(Verdict.OK, "a".repeat(255), "d/" + "ü".repeat(127) + "a");
    check(Verdict.PATH_PART_TOO_LONG, "a".repeat(256), "d/" + "ü".repeat(128));
    String deep = "d/".repeat(2047);
    check(Verdict.OK, deep + "ab");
    check(Verdict.PATH_TOO_LONG, deep + "abc");
  }

  @Test
  void answersWithTheRuleOfTheLowestNumber() {
    check(Verdict.PATH_ABSOLUTE, "/..//\\\0");
    check(Verdict.PATH_PART_EMPTY, "..//\\\0");
    check(Verdict.PATH_PART_DOTS, "../\\\0");
    check(Verdict.PATH_CONTROL_CHARACTER, "\\\0");
  }

  @Test
  void knowsWhereItLies() {
    FilePath path = FilePath.of("a/b/ü.txt");
    assertEquals("ü.txt", path.name());
    assertEquals(FilePath.of("a/b"), path.parent());
    assertNull(FilePath.of("a").parent());
    assertTrue(path.beneath(FilePath.of("a")));
    assertTrue(path.beneath(FilePath.of("a/b")));
    assertFalse(path.beneath(path));
    assertFalse(path.beneath(FilePath.of("a/b/ü")));
    assertFalse(FilePath.of("ab").beneath(FilePath.of("a")));
  }

  @Test
  void isNotMadeOfAnythingElse() {
    assertThrows(IllegalArgumentException.class, () -> FilePath.of("../x"));
    assertThrows(IllegalArgumentException.class, () -> FilePath.of(new byte[] {'/'}));
  }
}
