package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Gate;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What of a run is told to whoever verifies, before it is taken. */
class RunAheadTest {
  private static final int MOST = 8;
  private static final int PORTION = 5;
  private static final int COUNT = 30;
  private static final int RUNS = 5_000;

  /** Counts what it is told and asked; all is right. */
  private static final class Told implements Verifier {
    private int told;
    private int asked;
    private int farthest;

    @Override
    public int foresight() {
      return MOST;
    }

    @Override
    public void foresee(byte[] key, int at, byte[] hash, int offset, byte[] signature, int from) {
      told++;
      farthest = Math.max(farthest, told - asked);
    }

    @Override
    public boolean verifyStrict(
        byte[] key, int at, byte[] message, int offset, int length, byte[] signature, int from) {
      asked++;
      return true;
    }

    @Override
    public boolean verifyLenient(
        byte[] key, int at, byte[] message, int offset, int length, byte[] signature, int from) {
      throw new AssertionError("no witness record comes in a run");
    }
  }

  private final Told verifier = new Told();
  private final byte[] run = new byte[1 << 16];
  private final Dag dag = dag(verifier);
  private final RunReader reader = new RunReader(Frames.STORE, RunContext.NONE);
  private final RunAhead ahead = new RunAhead(Frames.STORE, RunContext.NONE, dag);
  private final int length = write();

  private static Dag dag(Verifier verifier) {
    try {
      return new Dag(Frames.STORE, new MemoryStore(), new MemoryTables(), verifier);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** A chain of one author. */
  private int write() {
    byte[] out = new byte[1024];
    byte[] last = new byte[32];
    RunWriter writer = new RunWriter(Frames.STORE).begin(run, 0, run.length, true);
    for (int i = 0; i < COUNT; i++) {
      IntentionWriter intention = new IntentionWriter().clear().store(Frames.STORE);
      intention.timestamp(i + 1, 0).storePrev(last, 0).ops(new byte[9], 0, 9);
      last = new byte[32];
      Ed25519Signer signer = new Ed25519Signer(new byte[32], 0);
      Blake3 blake3 = Blake3.plain();
      int bytes = IntentionProof.sign(intention, signer, blake3, out, 0, out.length, last, 0);
      assertTrue(writer.add(out, 0, bytes));
    }
    return writer.length();
  }

  private int take() throws StoreException {
    int taken = 0;
    reader.wrap(run, 0, length);
    ahead.wrap(run, 0, length);
    while (reader.next()) {
      ahead.next();
      byte[] name = reader.name();
      Verdict verdict = dag.ingest(reader.bytes(), reader.offset(), reader.length(), name, 0);
      taken += verdict == Verdict.OK ? 1 : 0;
    }
    return taken;
  }

  @Test
  void allIsToldOnceAndNoFurtherAheadThanItPays() throws StoreException {
    assertEquals(COUNT, take());
    assertEquals(COUNT, verifier.told);
    assertEquals(COUNT, verifier.asked);
    assertEquals(MOST, verifier.farthest);
  }

  @Test
  void inPortionsEachIsToldOnceAndNotBeforeItsPortion() throws StoreException {
    RunTaking taking = new RunTaking(Frames.STORE, RunContext.NONE, dag);
    byte[] bytes = run.clone();
    taking.wrap(bytes, 0, length);
    int left = PORTION;
    while (taking.next(false, left)) {
      if (left == 0) {
        taking.putBack();
        byte[] before = bytes;
        bytes = bytes.clone();
        taking.moved(bytes);
        Arrays.fill(before, (byte) 0xFF);
        left = PORTION;
        continue;
      }
      RunReader at = taking.intention();
      assertEquals(
          Verdict.OK, dag.ingest(at.bytes(), at.offset(), at.length(), at.name(), 0), "in order");
      left--;
    }
    assertEquals(Verdict.OK, taking.verdict());
    assertEquals(COUNT, dag.sequence());
    assertEquals(COUNT, verifier.told);
    assertEquals(COUNT, verifier.asked);
    assertEquals(PORTION, verifier.farthest);
  }

  @Test
  void whatIsHereAlreadyIsNotTold() throws StoreException {
    take();
    assertEquals(0, take());
    assertEquals(COUNT, verifier.told);
  }

  @Test
  void whoeverTheGateKeepsOutMakesNobodyCheck() throws StoreException {
    dag.gate((bytes, author) -> Verdict.AUTHOR_UNKNOWN);
    assertEquals(0, take());
    assertEquals(0, verifier.told);
  }

  @Test
  void aDiskThatFailsWhileLookingAheadFailsWhenItsTurnComes() {
    int[] asked = {0};
    dag.gate(
        (bytes, author) -> {
          asked[0]++;
          if (asked[0] >= 4) {
            throw new StoreException(StoreException.Kind.FULL, "no room", null);
          }
          return Verdict.OK;
        });
    assertThrows(StoreException.class, this::take);
    // Three were told; the first of them was asked about, and met the disk itself.
    assertEquals(3, verifier.told);
    assertEquals(0, verifier.asked);
    dag.gate(Gate.OPEN);
    assertEquals(0, dag.sequence());
  }

  @Test
  void ofARunThatWasTakenInPartOnlyTheRestIsTold() {
    look(0);
    assertEquals(COUNT, verifier.told);
    look(COUNT - 7);
    assertEquals(COUNT + 7, verifier.told);
    look(COUNT);
    assertEquals(COUNT + 7, verifier.told);
  }

  /** Goes through the run, of which so many were taken before, and takes nothing. */
  private void look(int taken) {
    ahead.wrap(run, 0, length);
    for (int i = 0; i < COUNT; i++) {
      ahead.next(i < taken, Integer.MAX_VALUE);
    }
  }

  @Test
  void lookingAheadAllocatesNothing() {
    Runnable turn =
        () -> {
          look(0);
          look(COUNT / 2);
        };
    assertEquals(0, Allocation.bytesPerRun(RUNS, turn));
    assertEquals(2 * RUNS * (COUNT + COUNT / 2), verifier.told);
  }
}
