package dev.latticenano.core.state;

import static dev.latticenano.core.state.Said.bytes;
import static dev.latticenano.core.state.Said.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KvWatchTest {
  private final KvState state = new KvState();
  private final List<Said> log = new ArrayList<>();

  private void apply(Said said) throws StoreException {
    log.add(said);
    state.apply(said.applied());
  }

  /** What a watcher is shown that resumes at a place of the witness order, from 1. */
  private List<String> from(KvWatch watch, int place) throws StoreException {
    for (int sequence = place; sequence <= log.size(); sequence++) {
      watch.add(log.get(sequence - 1).applied(), sequence);
    }
    return shown(watch);
  }

  private List<String> shown(KvWatch watch) throws StoreException {
    List<String> shown = new ArrayList<>();
    watch.show(
        state,
        (key, winner, conflicted, sequence) ->
            shown.add(
                sequence
                    + " "
                    + text(key)
                    + "="
                    + text(winner.value())
                    + (conflicted ? " !" : "")));
    return shown;
  }

  @Test
  void showsPutsAndDeletesAsTheyComeAndThenNothing() throws StoreException {
    KvWatch watch = new KvWatch(new byte[0]);
    Said put = Said.put("a", 1, "k", "v");
    apply(put);
    assertEquals(List.of("1 k=v"), from(watch, 1));
    apply(Said.delete("a", 2, "k", put));
    assertEquals(List.of("2 k=null"), from(watch, 2));
    assertEquals(List.of(), from(watch, 3));
  }

  @Test
  void showsTheWinnerWhenALosingWriteComesAndWhenAConflictEnds() throws StoreException {
    KvWatch watch = new KvWatch(new byte[0]);
    Said late = Said.put("a", 9, "k", "late");
    Said early = Said.put("b", 1, "k", "early");
    apply(late);
    apply(early);
    assertEquals(List.of("2 k=late !"), from(watch, 1));
    apply(Said.put("a", 10, "k", "both", late, early));
    assertEquals(List.of("3 k=both"), from(watch, 3));
  }

  @Test
  void showsOnlyWhatLiesBelowThePrefixWithBytesOfAnyKind() throws StoreException {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    for (String key : List.of("a/1", "b/1", "a/\u00ff", "a", "")) {
      writes.put(key, bytes("v"));
    }
    apply(Said.said("a", 1, writes));
    assertEquals(List.of("1 a/1=v", "1 a/\u00ff=v"), from(new KvWatch(bytes("a/")), 1));
    assertEquals(5, from(new KvWatch(new byte[0]), 1).size());
  }

  @Test
  void aWatcherThatWasAwaySeesEachKeyOnceAsItIsNowInTheOrderOfLastWrites() throws StoreException {
    Said one = Said.put("a", 1, "k", "1");
    apply(one);
    apply(Said.put("a", 2, "other", "x"));
    apply(Said.put("a", 3, "k", "2", one));
    KvWatch watch = new KvWatch(new byte[0]);
    assertEquals(List.of("2 other=x", "3 k=2"), from(watch, 1));
    assertEquals(List.of("3 k=2"), from(watch, 3));
  }

  @Test
  void whatAStoppedReaderWasNotShownStays() throws StoreException {
    apply(Said.put("a", 1, "x", "1"));
    apply(Said.put("a", 2, "y", "2"));
    KvWatch watch = new KvWatch(new byte[0]);
    watch.add(log.get(0).applied(), 1);
    watch.add(log.get(1).applied(), 2);
    watch.show(state, (key, winner, conflicted, sequence) -> false);
    assertEquals(1, watch.count());
    assertEquals(List.of("2 y=2"), shown(watch));
  }

  @Test
  void passesOverOpsThatDoNotDecode() throws StoreException {
    KvWatch watch = new KvWatch(new byte[0]);
    watch.add(new Said("a", 1, List.of(), new byte[] {1, 2, 3}).applied(), 1);
    assertEquals(List.of(), shown(watch));
  }
}
