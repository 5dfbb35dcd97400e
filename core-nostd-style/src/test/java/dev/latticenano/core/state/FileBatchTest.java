package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.FileBatch.Answer;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FileBatchTest {
  private final FileState files = new FileState();
  private long clock = 1000;

  private void apply(Said... said) throws StoreException {
    for (Said each : said) {
      assertEquals(Verdict.OK, files.apply(each.applied()));
    }
  }

  /** Writes what the batch proposes, as a node would. */
  private List<Proposal> submit(FileBatch batch) throws StoreException {
    List<Proposal> proposals = batch.proposals();
    Hash previous = null;
    for (Proposal proposal : proposals) {
      List<Hash> condition = new ArrayList<>(proposal.condition());
      if (proposal.citesPrevious()) {
        condition.add(previous);
      }
      assertTrue(condition.size() <= Limits.CONDITION_HASHES_EMITTED);
      assertTrue(proposal.op().length <= Packing.OP_BYTES_MAX);
      Said said = new Said("me", clock++, condition, proposal.op());
      apply(said);
      previous = said.hash;
    }
    return proposals;
  }

  private static FilePath path(String text) {
    return FilePath.of(text);
  }

  private List<String> shown() throws StoreException {
    return FileStateTest.shown(files);
  }

  private FileBatch batch() {
    return new FileBatch(files);
  }

  private Answer put(FileBatch batch, String path, String content) throws StoreException {
    return batch.put(path(path), FileStateTest.file(path, content));
  }

  @Test
  void whatIsPutIsShownAndPuttingAgainLeavesNoConflict() throws StoreException {
    FileBatch first = batch();
    assertEquals(Answer.DONE, put(first, "d/x", "1"));
    assertEquals(Answer.DONE, first.mkdir(path("e"), 0755, 5));
    assertEquals(1, submit(first).size());
    FileBatch second = batch();
    put(second, "d/x", "2");
    submit(second);
    assertEquals(List.of("d/", "d/x=2", "e/"), shown());
    assertEquals(1, files.heads(path("d/x")).size());
  }

  @Test
  void ofTwoPutsOfOnePathInABatchTheLaterCounts() throws StoreException {
    FileBatch batch = batch();
    put(batch, "x", "1");
    put(batch, "x", "2");
    assertEquals(1, submit(batch).size());
    assertEquals(List.of("x=2"), shown());
  }

  @Test
  void anEmptyBatchProposesNothing() throws StoreException {
    assertEquals(List.of(), batch().proposals());
  }

  @Test
  void aPutLeavesTheConflictCopyWhereItIs() throws StoreException {
    apply(FileStateTest.put("a", 1, "x", "lost"), FileStateTest.put("b", 2, "x", "won"));
    List<String> before = shown();
    FileBatch batch = batch();
    put(batch, "x", "new");
    submit(batch);
    assertEquals(before.stream().map(s -> s.replace("won", "new")).toList(), shown());
    assertEquals(1, files.heads(path("x")).size());
  }

  @Test
  void keepingAllEndsAConflictAndChangesNothingThatIsShown() throws StoreException {
    apply(FileStateTest.put("ada", 1, "a.txt", "one"), FileStateTest.put("bo", 2, "a.txt", "two"));
    apply(FileStateTest.put("cy", 3, "d", "three"), FileStateTest.put("cy", 4, "d/x", "in it"));
    List<String> before = shown();
    for (String each : List.of("a.txt", "d")) {
      FileBatch batch = batch();
      assertEquals(Answer.DONE, batch.keepAll(path(each)));
      assertEquals(1, submit(batch).size());
      assertTrue(files.heads(path(each)).size() <= 1);
    }
    assertEquals(before, shown());
    assertEquals(Answer.NOT_FOUND, batch().keepAll(path("nothing")));
  }

  @Test
  void takingOneOrPuttingAnotherInTheirPlaceLeavesNoCopies() throws StoreException {
    apply(FileStateTest.put("ada", 1, "a.txt", "one"), FileStateTest.put("bo", 2, "a.txt", "two"));
    FileBatch batch = batch();
    Head first = files.heads(path("a.txt")).get(1);
    assertEquals(Answer.DONE, batch.take(path("a.txt"), first));
    submit(batch);
    assertEquals(1, shown().size());
    assertFalse(files.entry(path("a.txt")).conflicted());
    apply(FileStateTest.put("cy", 9, "a.txt", "three"));
    assertEquals(2, shown().size());
    batch = batch();
    byte[] entry = files.entry(path("a.txt")).head().value();
    assertEquals(Answer.DONE, batch.replace(path("a.txt"), entry));
    submit(batch);
    assertEquals(1, shown().size());
  }

  @Test
  void aConflictCopyIsRemovedAloneOrMovedOrEdited() throws StoreException {
    apply(
        FileStateTest.put("a", 1, "x", "lost"),
        FileStateTest.put("c", 1, "x", "also lost"),
        FileStateTest.put("b", 2, "x", "won"));
    FilePath copy = copyWith("lost");
    FileBatch remove = batch();
    assertEquals(Answer.DONE, remove.remove(copy));
    submit(remove);
    assertEquals(List.of("also lost", "won"), contents());
    assertEquals(1, files.heads(path("x")).size());
    FileBatch rename = batch();
    assertEquals(Answer.DONE, rename.rename(copyWith("also lost"), path("y")));
    submit(rename);
    assertEquals(List.of("x=won", "y=also lost"), shown());
    apply(FileStateTest.put("d", 1, "x", "third"));
    FileBatch edit = batch();
    String third = copyWith("third").toString();
    put(edit, third, "edited");
    submit(edit);
    assertEquals("edited", Said.text(files.entry(path(third)).inline()));
    assertEquals(List.of("also lost", "edited", "won"), contents());
  }

  private FilePath copyWith(String content) throws StoreException {
    List<FilePath> found = new ArrayList<>();
    files.list(
        null,
        true,
        entry -> {
          if (entry.path().name().contains("(conflict")
              && content.equals(Said.text(entry.inline()))) {
            found.add(entry.path());
          }
          return true;
        });
    return found.get(0);
  }

  private List<String> contents() throws StoreException {
    return shown().stream().map(s -> s.substring(s.lastIndexOf('=') + 1)).sorted().toList();
  }

  @Test
  void removingTheWinnerKeepsTheConflictCopy() throws StoreException {
    apply(FileStateTest.put("a", 1, "x", "lost"), FileStateTest.put("b", 2, "x", "won"));
    FilePath copy = copyWith("lost");
    FileBatch batch = batch();
    batch.remove(path("x"));
    submit(batch);
    assertEquals(List.of(copy + "=lost"), shown());
  }

  @Test
  void aFileOrDirectoryMovesWithAllThatLiesInIt() throws StoreException {
    FileBatch batch = batch();
    put(batch, "x", "1");
    put(batch, "d/e/y", "2");
    batch.mkdir(path("d/f"), 0700, 9);
    submit(batch);
    FileBatch move = batch();
    assertEquals(Answer.DONE, move.rename(path("x"), path("new/x2")));
    assertEquals(Answer.DONE, move.rename(path("d"), path("q")));
    assertEquals(1, submit(move).size());
    assertEquals(List.of("new/", "new/x2=1", "q/", "q/e/", "q/e/y=2", "q/f/"), shown());
    assertEquals(0040700, files.entry(path("q/f")).mode());
  }

  @Test
  void aDirectoryWithConflictsMovesWithThem() throws StoreException {
    apply(
        FileStateTest.put("a", 1, "d/x", "lost"),
        FileStateTest.put("b", 2, "d/x", "won"),
        FileStateTest.put("a", 3, "d/z", "file"),
        FileStateTest.put("b", 4, "d/z/y", "child"));
    List<String> before = shown();
    FileBatch batch = batch();
    assertEquals(Answer.DONE, batch.rename(path("d"), path("e")));
    submit(batch);
    assertEquals(before.stream().map(s -> "e" + s.substring(1)).toList(), shown());
  }

  @Test
  void aDirectoryIsRemovedWithAllThatLiesInItButWhatComesLaterStays() throws StoreException {
    Said far = FileStateTest.put("far", 1, "d/later", "3");
    apply(FileStateTest.mkdir("a", 1, "d"), FileStateTest.put("a", 2, "d/x", "1"));
    FileBatch batch = batch();
    assertEquals(Answer.DONE, batch.remove(path("d")));
    submit(batch);
    assertEquals(List.of(), shown());
    apply(far);
    assertEquals(List.of("d/", "d/later=3"), shown());
  }

  @Test
  void removingADirectoryKeepsTheFileShownBesideIt() throws StoreException {
    apply(FileStateTest.put("a", 9, "x", "file"), FileStateTest.put("b", 2, "x/y", "child"));
    FilePath copy = copyWith("file");
    FileBatch batch = batch();
    batch.remove(path("x"));
    submit(batch);
    assertEquals(List.of(copy + "=file"), shown());
  }

  @Test
  void answersWhyAStepCannotBe() throws StoreException {
    FileBatch first = batch();
    put(first, "x", "1");
    put(first, "d/y", "2");
    submit(first);
    FileBatch batch = batch();
    assertEquals(Answer.NOT_FOUND, batch.remove(path("z")));
    assertEquals(Answer.NOT_FOUND, batch.rename(path("z"), path("zz")));
    assertEquals(Answer.ALREADY_THERE, batch.rename(path("x"), path("d")));
    assertEquals(Answer.ALREADY_THERE, batch.rename(path("x"), path("x")));
    assertEquals(Answer.INTO_ITSELF, batch.rename(path("d"), path("d/e")));
    assertEquals(Answer.NOT_A_DIRECTORY, batch.rename(path("d"), path("x/d")));
    assertEquals(Answer.NOT_A_DIRECTORY, put(batch, "x/y/z", "3"));
    assertEquals(Answer.NOT_A_DIRECTORY, batch.mkdir(path("x/y"), 0755, 1));
    assertEquals(Answer.IS_A_DIRECTORY, put(batch, "d", "3"));
    assertEquals(Answer.ALREADY_THERE, batch.mkdir(path("x"), 0755, 1));
    assertEquals(List.of(), batch.proposals());
    byte[] other = FileStateTest.file("other", "");
    assertThrows(IllegalArgumentException.class, () -> batch.put(path("x"), other));
  }

  @Test
  void aRenameThatMakesAPathTooLongChangesNothing() throws StoreException {
    FileBatch batch = batch();
    put(batch, "d/" + "p/".repeat(500) + "x", "1");
    submit(batch);
    FileBatch move = batch();
    String far = ("n".repeat(250) + "/").repeat(15) + "n";
    assertEquals(Answer.PATH_TOO_LONG, move.rename(path("d"), path(far)));
    assertEquals(List.of(), move.proposals());
    assertEquals(Answer.DONE, move.rename(path("d"), path("e")));
  }

  @Test
  void aBatchOverTheLimitsBecomesSeveralIntentions() throws StoreException {
    FileBatch batch = batch();
    for (int i = 0; i < 12; i++) {
      put(batch, "d/f" + i, "x".repeat(30_000));
    }
    assertEquals(4, submit(batch).size());
    assertEquals(13, shown().size());
  }

  @Test
  void aMoveThatMustCiteManyIntentionsIsSplitBetweenFiles() throws StoreException {
    for (int i = 0; i < 40; i++) {
      apply(FileStateTest.put("a", i, "d/f" + i, "" + i));
    }
    FileBatch batch = batch();
    batch.rename(path("d"), path("e"));
    List<Proposal> proposals = submit(batch);
    assertEquals(List.of(16, 16, 8), proposals.stream().map(p -> p.condition().size()).toList());
    assertEquals(41, shown().size());
    assertTrue(shown().stream().allMatch(s -> s.startsWith("e/")));
  }

  @Test
  void aKeyWithMoreHeadsThanAnIntentionCitesIsWrittenUntilAllAreCited() throws StoreException {
    for (int i = 0; i < 40; i++) {
      apply(FileStateTest.put("author " + i, i, "x", "same"));
    }
    FileBatch batch = batch();
    batch.remove(path("x"));
    List<Proposal> proposals = submit(batch);
    assertEquals(
        List.of(false, true, true),
        proposals.stream().map(Proposal::citesPrevious).collect(Collectors.toList()));
    assertEquals(List.of(), shown());
    assertEquals(1, files.heads(path("x")).size());
  }

  @Test
  void aKeyWithManyDifferentHeadsLosesNoneOfThem() throws StoreException {
    for (int i = 0; i < 40; i++) {
      apply(FileStateTest.put("author " + i, i, "x", "content " + i));
    }
    List<String> before = shown();
    FileBatch batch = batch();
    put(batch, "x", "new");
    submit(batch);
    List<String> after = new ArrayList<>(shown());
    assertTrue(after.remove("x=new"));
    assertTrue(before.containsAll(after));
    assertEquals(39, after.size());
    assertEquals(1, files.heads(path("x")).size());
  }

  @Test
  void whatPeopleWroteIsShownOrRepeatedWhateverConflicts() throws StoreException {
    Seeds.run(
        getClass(),
        random -> {
          List<String> paths = List.of("a", "a/b", "a/b/c", "a.txt", "b");
          for (int round = 0; round < 60; round++) {
            History history =
                new History(
                    random,
                    20,
                    paths,
                    p ->
                        random.nextInt(4) == 0
                            ? FileStateTest.directory(p)
                            : FileStateTest.file(p, "c" + random.nextInt(30)));
            List<String> first = null;
            for (int i = 0; i < 3; i++) {
              FileState state = new FileState();
              for (Said said : history.order()) {
                state.apply(said.applied());
              }
              List<String> shown = FileStateTest.shown(state);
              first = first == null ? shown : first;
              assertEquals(first, shown);
            }
            assertEquals(liveContents(history, paths), contentsOf(first));
          }
        });
  }

  /** Model: for each path, the different contents of live heads; nothing else and nothing less. */
  private static Map<String, Integer> liveContents(History history, List<String> paths) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String path : paths) {
      Map<String, Boolean> different = new LinkedHashMap<>();
      for (Said head : History.heads(history.said, path)) {
        byte[] value = head.writes.get(path);
        DirEntryView view = value == null ? null : new DirEntryView().wrap(value, 0, value.length);
        if (view != null && view.check() == Verdict.OK && !view.directory()) {
          String content =
              new String(value, view.inlineOffset(), view.inlineBytes(), StandardCharsets.UTF_8);
          different.put(content, true);
        }
      }
      different.keySet().forEach(content -> counts.merge(content, 1, Integer::sum));
    }
    return counts;
  }

  private static Map<String, Integer> contentsOf(List<String> shown) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String each : shown) {
      if (!each.endsWith("/")) {
        counts.merge(each.substring(each.lastIndexOf('=') + 1), 1, Integer::sum);
      }
    }
    return counts;
  }

  @Test
  void everyPathOfABatchIsCheckedOnTheWayInAgain() throws StoreException {
    FileBatch batch = batch();
    put(batch, "x", "1");
    for (Proposal proposal : batch.proposals()) {
      assertFalse(proposal.citesPrevious());
      assertEquals(Verdict.OK, files.apply(new Said("b", 1, List.of(), proposal.op()).applied()));
    }
  }
}
