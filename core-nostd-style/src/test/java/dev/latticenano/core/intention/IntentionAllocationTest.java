package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.crypto.Blake3;
import org.junit.jupiter.api.Test;

/** What the hot paths of this package allocate per operation: nothing. */
class IntentionAllocationTest {
  private static final int RUNS = 100_000;

  private final byte[] hash = new byte[32];
  private final byte[] out = new byte[2048];
  private final Blake3 blake3 = Blake3.plain();
  private long sink;

  private void expectOk(Verdict verdict) {
    if (verdict != Verdict.OK) {
      throw new AssertionError(verdict);
    }
  }

  @Test
  void encodingAnIntentionAllocatesNothing() {
    byte[] key = IntentionVectors.filled(9, 32);
    byte[] ops = IntentionVectors.filled(1, 150);
    IntentionWriter writer = new IntentionWriter();
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () ->
                sink +=
                    writer
                        .clear()
                        .author(key, 0)
                        .timestamp(sink, 1)
                        .store(key, 0)
                        .storePrev(key, 0)
                        .addCondition(ops, 0)
                        .addCondition(key, 0)
                        .ops(ops, 0, ops.length)
                        .write(out, 0, out.length)));
  }

  @Test
  void decodingCheckingAndHashingAnIntentionAllocatesNothing() {
    byte[] bytes = IntentionVectors.bytes(IntentionVectors.ack());
    IntentionView view = new IntentionView();
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              expectOk(view.wrap(bytes, 0, bytes.length).check());
              sink += view.wallMs() + view.opsOffset() + view.conditionOffset(1);
              view.hash(blake3, hash, 0);
            }));
  }

  @Test
  void decodingASignedIntentionAllocatesNothing() {
    byte[] bytes = IntentionVectors.sign(IntentionVectors.ack());
    SignedIntentionView view = new SignedIntentionView();
    SignedIntentionWriter writer = new SignedIntentionWriter();
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              expectOk(view.wrap(bytes, 0, bytes.length).check());
              IntentionView intention = view.intention();
              sink +=
                  writer
                      .intention(intention.bytes(), intention.offset(), intention.length())
                      .signature(view.bytes(), view.signatureOffset())
                      .write(out, 0, out.length);
            }));
  }

  @Test
  void witnessContentsAllocateNothing() {
    WitnessContentWriter writer = WitnessVectors.first();
    WitnessContentView view = new WitnessContentView();
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              int length = writer.wallMs(sink).write(out, 0, out.length);
              expectOk(view.wrap(out, 0, length).check());
              sink++;
            }));
  }

  @Test
  void opsAndKeyValuePayloadsAllocateNothing() {
    byte[] clear = OpsVectors.appData(OpsVectors.put("key", "value"));
    byte[] envelope = OpsVectors.bytes(new EnvelopeWriter().clear(clear, 0, clear.length));
    byte[] ops = OpsVectors.bytes(new UniversalOpWriter().envelope(envelope, 0, envelope.length));
    UniversalOpView view = new UniversalOpView();
    EnvelopeView inside = new EnvelopeView();
    KvPayloadView payload = new KvPayloadView();
    KvPayloadWriter writer = new KvPayloadWriter();
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              expectOk(view.wrap(ops, 0, ops.length).check());
              expectOk(inside.wrap(view).check());
              UniversalOpView app = inside.clear();
              payload.wrap(app.contentBytes(), app.contentOffset(), app.contentLength());
              expectOk(payload.check());
              writer.wrap(out, 0, out.length);
              while (payload.next()) {
                sink +=
                    writer.put(
                        payload.bytes(),
                        payload.keyOffset(),
                        payload.keyLength(),
                        payload.bytes(),
                        payload.valueOffset(),
                        payload.valueLength());
              }
            }));
  }

  @Test
  void systemOpsAllocateNothing() {
    byte[] ops = OpsVectors.system(SystemOpWriter.peerStatus(OpsVectors.PEER, 2));
    UniversalOpView view = new UniversalOpView();
    SystemWalk walk = new SystemWalk();
    SystemOpView op = new SystemOpView();
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              expectOk(view.wrap(ops, 0, ops.length).check());
              walk.wrap(view);
              while (walk.next(op)) {
                sink += op.number();
              }
            }));
  }
}
