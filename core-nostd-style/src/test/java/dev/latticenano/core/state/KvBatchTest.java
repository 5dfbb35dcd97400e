package dev.latticenano.core.state;

import static dev.latticenano.core.state.Said.bytes;
import static dev.latticenano.core.state.Said.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.KvBatch.Answer;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KvBatchTest {
  private final KvState state = new KvState();
  private long clock = 1000;

  /** Writes what the batch proposes, as a node would. */
  private int submit(KvBatch batch) throws StoreException {
    Hash previous = null;
    List<Proposal> proposals = batch.proposals();
    for (Proposal proposal : proposals) {
      List<Hash> condition = new ArrayList<>(proposal.condition());
      if (proposal.citesPrevious()) {
        condition.add(previous);
      }
      assertTrue(condition.size() <= Limits.CONDITION_HASHES_EMITTED);
      Said said = new Said("me", clock++, condition, proposal.op());
      assertEquals(Verdict.OK, state.apply(said.applied()));
      previous = said.hash;
    }
    return proposals.size();
  }

  private void crowd(String key, int count) throws StoreException {
    for (int i = 0; i < count; i++) {
      state.apply(Said.put("author " + i, i, key, "of " + i).applied());
    }
  }

  @Test
  void aBatchIsOneIntentionAndTheLastWriteOfAKeyCounts() throws StoreException {
    KvBatch batch = new KvBatch(state);
    batch.put(bytes("a"), bytes("1"));
    batch.delete(bytes("b"));
    batch.put(bytes("b"), bytes("2"));
    batch.put(bytes("a"), bytes("3"));
    batch.put(bytes("c"), bytes("4"));
    batch.delete(bytes("c"));
    assertEquals(3, batch.count());
    assertEquals(Answer.DONE, batch.atomic());
    assertEquals(1, submit(batch));
    assertEquals("3", text(state.value(bytes("a"))));
    assertEquals("2", text(state.value(bytes("b"))));
    assertNull(state.value(bytes("c")));
  }

  @Test
  void aHundredKeysWithBytesOfAnyKindAreOneIntention() throws StoreException {
    KvBatch batch = new KvBatch(state);
    for (int i = 0; i < 100; i++) {
      batch.put(new byte[] {(byte) i, 0, (byte) 0xFF}, new byte[] {0, (byte) i});
    }
    assertEquals(Answer.DONE, batch.atomic());
    assertEquals(1, submit(batch));
    assertArrayEquals(new byte[] {0, 99}, state.value(new byte[] {99, 0, (byte) 0xFF}));
  }

  @Test
  void emptyAndLongKeysAndLongValuesAreRefusedByTheWriter() throws StoreException {
    KvBatch batch = new KvBatch(state);
    assertEquals(Answer.KEY_EMPTY, batch.put(new byte[0], bytes("v")));
    assertEquals(Answer.KEY_EMPTY, batch.delete(new byte[0]));
    assertEquals(Answer.KEY_TOO_LONG, batch.delete(new byte[Limits.KV_KEY_BYTES_MAX + 1]));
    assertEquals(Answer.DONE, batch.delete(new byte[Limits.KV_KEY_BYTES_MAX]));
    assertEquals(Answer.VALUE_TOO_LONG, batch.put(bytes("k"), new byte[Packing.OP_BYTES_MAX]));
    assertEquals(Answer.DONE, batch.put(bytes("k"), new byte[Packing.OP_BYTES_MAX - 20]));
    assertEquals(Answer.TOO_LONG_TOGETHER, batch.atomic());
    assertEquals(2, submit(batch));
    assertEquals(Answer.EMPTY, new KvBatch(state).atomic());
    assertEquals(0, submit(new KvBatch(state)));
  }

  @Test
  void theSameValueWrittenAgainIsANewHeadAlone() throws StoreException {
    for (int i = 0; i < 2; i++) {
      KvBatch batch = new KvBatch(state);
      batch.put(bytes("k"), bytes("v"));
      submit(batch);
      assertEquals(1, state.heads(bytes("k")).size());
    }
    assertEquals(1001, state.heads(bytes("k")).get(0).timestamp().wallMs());
  }

  @Test
  void resolvingCitesAllHeadsAndKeepsTheValueShown() throws StoreException {
    crowd("k", Limits.CONDITION_HASHES_EMITTED);
    assertTrue(state.conflicted(bytes("k")));
    KvBatch batch = new KvBatch(state);
    assertEquals(Answer.DONE, batch.resolve(bytes("k")));
    assertEquals(1, submit(batch));
    assertFalse(state.conflicted(bytes("k")));
    assertEquals("of 15", text(state.value(bytes("k"))));
    assertEquals(Answer.NO_CONFLICT, new KvBatch(state).resolve(bytes("k")));
    assertEquals(Answer.NO_CONFLICT, new KvBatch(state).resolve(bytes("nobody")));
  }

  @Test
  void aShortChainOfWritesResolvesMoreHeadsThanOneCanCite() throws StoreException {
    for (int count : new int[] {17, 31, 32, 60}) {
      String key = "k" + count;
      crowd(key, count);
      assertEquals(count, state.heads(bytes(key)).size());
      KvBatch batch = new KvBatch(state);
      batch.put(bytes(key), bytes("chosen"));
      assertEquals(Answer.TOO_MANY_HEADS, batch.atomic());
      assertEquals((count - 1 + 14) / 15, submit(batch));
      assertEquals(1, state.heads(bytes(key)).size());
      assertEquals("chosen", text(state.value(bytes(key))));
    }
  }

  @Test
  void aDeletedWinnerStaysDeletedWhenItIsResolved() throws StoreException {
    state.apply(Said.put("a", 1, "k", "v").applied());
    state.apply(Said.delete("b", 2, "k").applied());
    KvBatch batch = new KvBatch(state);
    batch.resolve(bytes("k"));
    submit(batch);
    assertEquals(1, state.heads(bytes("k")).size());
    assertNull(state.value(bytes("k")));
  }

  @Test
  void keysWithTooManyHeadsTogetherAreSplitAndTheBatchSaysSo() throws StoreException {
    crowd("a", 10);
    crowd("b", 10);
    KvBatch batch = new KvBatch(state);
    batch.put(bytes("a"), bytes("1"));
    batch.put(bytes("b"), bytes("2"));
    assertEquals(Answer.TOO_MANY_HEADS, batch.atomic());
    assertEquals(2, submit(batch));
    assertEquals(1, state.heads(bytes("a")).size());
    assertEquals(1, state.heads(bytes("b")).size());
  }
}
