package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files, folders and names that cannot be put, found or written: told, passed over, nothing lost.
 */
@Timeout(120)
class WrongFilesTest {
  @TempDir Path place;
  private Path folder;
  private Device laptop;

  @BeforeEach
  void makeAFolderAndANode() throws Exception {
    folder = place.resolve("folder");
    Folders.file(folder, "a", 10);
    Folders.file(folder, "b/c", 50_000);
    Folders.file(folder, "b/d", 20);
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
  }

  private List<String> paths() {
    return CarryFilesTest.paths(laptop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/x", "..", "a//b", "a\\b", "a\u0000b", "a\nb"})
  void refusesPathsThatLeaveTheFolder(String path) throws Exception {
    laptop.run("put", folder.toString()).ok();
    laptop.run("put", "--to", path, folder.toString()).refused(Failure.BAD_INPUT, "the ");
    laptop.run("ls", path).refused(Failure.BAD_INPUT, "the ");
    laptop.run("get", path, place.resolve("out").toString()).refused(Failure.BAD_INPUT, "the ");
    laptop.run("rm", path).refused(Failure.BAD_INPUT, "the ");
    laptop.run("mv", "folder/a", path).refused(Failure.BAD_INPUT, "the ");
    laptop.run("mv", path, "x").refused(Failure.BAD_INPUT, "the ");
    assertEquals(5, paths().size());
    assertFalse(Files.exists(place.resolve("x")));
  }

  @Test
  void refusesStepsThatMakeNoSense() {
    laptop.run("put", folder.toString()).ok();
    laptop.run("put", place.resolve("none").toString()).refused(Failure.NOT_FOUND, "there is no ");
    laptop.run("put", "/").refused(Failure.BAD_INPUT, "/ has no name");
    laptop
        .run("put", folder.resolve("b").toString(), place.resolve("x/b").toString())
        .refused(Failure.NOT_FOUND, "there is no ");
    laptop.run("get", "none").refused(Failure.NOT_FOUND, "the store has no none");
    laptop.run("rm", "none").refused(Failure.NOT_FOUND, "the store has no none");
    laptop.run("rm", "folder/a", "none").refused(Failure.NOT_FOUND, "the store has no none");
    laptop.run("mv", "none", "x").refused(Failure.NOT_FOUND, "the store has no none");
    laptop.run("mv", "folder", "folder/b/x").refused(Failure.BAD_INPUT, "into itself");
    laptop.run("mv", "folder/a", "folder/b").refused(Failure.BAD_INPUT, "is there already");
    laptop.run("mv", "folder/a", "folder/b/c/x").refused(Failure.BAD_INPUT, "is a file");
    laptop.run("rm", "/").refused(Failure.BAD_INPUT, "below the top");
    laptop.run("put", "--to", "folder/a", folder.toString()).says("is a file");
    assertEquals(5, paths().size());
  }

  @Test
  void refusesTwoSourcesOfOneName() throws Exception {
    Path other = Folders.file(place.resolve("other"), "a", 3);
    laptop
        .run("put", folder.resolve("a").toString(), other.toString())
        .refused(Failure.BAD_INPUT, "two sources are called a");
    assertEquals(List.of(), paths());
  }

  @Test
  void neverSignsTheSecretKeyOfANode() throws Exception {
    Files.move(laptop.dir(), folder.resolve("b/node"));
    laptop = new Device(folder.resolve("b/node"));
    laptop
        .run("put", folder.toString())
        .refused(Failure.BAD_INPUT, "it is a node's data directory");
    assertEquals(List.of("folder", "folder/a", "folder/b", "folder/b/c", "folder/b/d"), paths());
    laptop.run("put", laptop.dir().toString()).refused(Failure.BAD_INPUT, "data directory");
    assertEquals(5, paths().size());
  }

  @Test
  void passesOverLinksPipesAndNamesThatAreNotText() throws Exception {
    Files.createSymbolicLink(folder.resolve("l"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(folder.resolve("m"), place.resolve("laptop"));
    Files.createSymbolicLink(folder.resolve("n"), place.resolve("none"));
    sh("mkfifo pipe; printf x >\"$(printf 'bad\\377name')\"; printf x >'back\\slash'; mkdir '\n'");
    Outcome put = laptop.run("put", folder.toString());
    assertEquals(Failure.BAD_INPUT, put.code());
    put.says("folder/l: it is a symbolic link").says("folder/m: it is a symbolic link");
    put.says("folder/n: it is a symbolic link").says("folder/pipe: it is neither a file nor");
    put.says("name: its name is not valid UTF-8; rename it").says("has a backslash");
    put.says("folder/?: the name has a control character");
    assertEquals(7, put.err().lines().count(), put::toString);
    assertEquals(5, paths().size());
    sh("rm pipe l m n bad* back*; rmdir '\n'");
    laptop.run("put", folder.toString()).ok().shows("3 unchanged");
  }

  private void sh(String script) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, shell.waitFor());
  }

  @Test
  void aLocaleThatCannotHoldANameSaysSo() throws Exception {
    Files.createFile(folder.resolve("größe"));
    try (Child put = Child.startIn("POSIX", laptop.line("put", folder.toString()))) {
      put.end().refused(Failure.BAD_INPUT, "set LC_ALL=C.UTF-8");
    }
    laptop.run("put", folder.toString()).ok();
    Path out = place.resolve("out");
    try (Child get = Child.startIn("POSIX", laptop.line("get", "/", out.toString()))) {
      get.end().refused(Failure.FAILED, "set LC_ALL=C.UTF-8");
    }
    try (Child get = Child.start(laptop.line("get", "/", out.toString()))) {
      get.end().ok();
    }
    Folders.assertEqual(folder, out.resolve("folder"));
  }

  @Test
  void putsTheOthersWhenAFileOrAFolderCannotBeRead() throws Exception {
    try (Nobody nobody = new Nobody()) {
      Path source = nobody.place().resolve("folder");
      for (String name : List.of("a", "b/c", "d", "e/f")) {
        Folders.file(source, name, 40_000);
      }
      nobody.own(source);
      nobody.chmod("000", source.resolve("a"));
      nobody.chmod("000", source.resolve("b"));
      String dir = nobody.place().resolve("node").toString();
      for (List<String> words : List.of(List.of("init"), List.of("store", "create", "photos"))) {
        List<String> line = new java.util.ArrayList<>(words);
        line.addAll(List.of("--dir", dir));
        try (Child child = nobody.start(line.toArray(String[]::new))) {
          child.end().ok();
        }
      }
      try (Child put = nobody.start("put", source.toString(), "--dir", dir)) {
        Outcome outcome = put.end().says("folder/a: permission denied");
        outcome.says("folder/b: permission denied");
        assertEquals(2, outcome.err().lines().count());
        assertEquals(Failure.BAD_INPUT, outcome.code());
      }
      nobody.chmod("u+rwX", source);
      try (Child put = nobody.start("put", source.toString(), "--dir", dir)) {
        put.end().ok().shows("2 unchanged");
      }
    }
  }

  /** Puts {@code folder}; {@code meanwhile} runs when the path is read, however often. */
  private FolderReader put(String path, Meanwhile meanwhile) throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      StoreId store = home.store(null);
      FolderReader reader =
          new FolderReader(
              home,
              store,
              done -> {
                if (done.path().equals(path)) {
                  meanwhile.happens();
                }
              });
      reader.put(folder, "");
      return reader;
    }
  }

  private interface Meanwhile {
    void happens();
  }

  private static void unchecked(java.util.concurrent.Callable<?> work) {
    try {
      work.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keepsWhatWasReadOfAFolderThatVanishes() throws Exception {
    FolderReader reader =
        put("folder/b/c", () -> unchecked(() -> Files.deleteIfExists(folder.resolve("b/d"))));
    assertEquals(1, reader.problems().size());
    assertTrue(reader.problems().get(0).endsWith("folder/b/d: it is not there"));
    assertEquals(List.of("folder", "folder/a", "folder/b", "folder/b/c"), paths());
    Folders.file(folder, "b/d", 20);
    laptop.run("put", folder.toString()).ok().shows("put 1 entry, 2 unchanged");
  }

  @Test
  void saysThatAWholeFolderVanished() throws Exception {
    FolderReader reader =
        put(
            "folder/a",
            () -> unchecked(() -> Files.move(folder.resolve("b"), place.resolve("gone"))));
    assertEquals(1, reader.problems().size());
    assertTrue(reader.problems().get(0).endsWith("folder/b: it is not there"));
    assertEquals(List.of("folder", "folder/a"), paths());
  }

  @Test
  void doesNotSignAFileThatChangesWhileItIsRead() throws Exception {
    Path large = Folders.file(folder, "b/c", 1_000_000);
    FolderReader reader =
        put(
            "folder/b/c",
            () -> unchecked(() -> Files.write(large, new byte[1], StandardOpenOption.APPEND)));
    assertEquals(1, reader.problems().size(), () -> reader.problems().toString());
    assertTrue(reader.problems().get(0).endsWith("it changed while it was read; put it again"));
    assertFalse(paths().contains("folder/b/c"));
    laptop.run("put", folder.toString()).ok().shows("put 1 entry, 2 unchanged");
  }

  @Test
  void getNeverReplacesUnlessToldTo() throws Exception {
    laptop.run("put", folder.toString()).ok();
    Path out = place.resolve("out");
    Path mine = Files.writeString(Folders.file(out, "folder/a", 1), "mine");
    Outcome get = laptop.run("get", "/", out.toString());
    get.refused(Failure.FAILED, "is there already and differs; pass --overwrite");
    assertEquals("mine", Files.readString(mine));
    assertEquals(50_000, Files.size(out.resolve("folder/b/c")));
    laptop.run("get", "/", out.toString(), "--overwrite").ok().shows("wrote 1, 2 unchanged");
    Folders.assertEqual(folder, out.resolve("folder"));
  }

  @Test
  void getNeverFollowsALinkOutOfTheFolder() throws Exception {
    laptop.run("put", folder.toString()).ok();
    Path outside = Files.createDirectory(place.resolve("outside"));
    Path victim = Files.writeString(outside.resolve("victim"), "whole");
    Path out = Files.createDirectories(place.resolve("out/folder"));
    Files.createSymbolicLink(out.resolve("b"), outside);
    Files.createSymbolicLink(out.resolve("a"), victim);
    Outcome get = laptop.run("get", "/", place.resolve("out").toString(), "--overwrite");
    assertEquals(Failure.FAILED, get.code());
    get.says("b is a symbolic link, and links are not followed");
    assertEquals("whole", Files.readString(victim));
    assertEquals(1, Folders.count(outside));
    assertEquals(10, Files.size(out.resolve("a")));
    assertFalse(Files.isSymbolicLink(out.resolve("a")));
    Path link = Files.createSymbolicLink(place.resolve("link"), outside);
    laptop.run("get", "/", link.toString()).ok();
    Folders.assertEqual(folder, outside.resolve("folder"));
  }

  @Test
  void getSaysWhatStandsInTheWay() throws Exception {
    laptop.run("put", folder.toString()).ok();
    Path out = Files.createDirectories(place.resolve("out/folder/a/x")).getParent().getParent();
    Files.writeString(out.resolve("b"), "a file");
    Outcome get = laptop.run("get", "/", place.resolve("out").toString(), "--overwrite");
    assertEquals(Failure.FAILED, get.code());
    get.says("something else is there already");
    assertEquals("a file", Files.readString(out.resolve("b")));
    assertTrue(Files.isDirectory(out.resolve("a/x")));
    laptop.run("get", "/", out.resolve("b").toString()).says("cannot write");
  }
}
