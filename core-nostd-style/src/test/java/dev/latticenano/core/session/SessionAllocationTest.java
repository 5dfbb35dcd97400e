package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A batch written, a batch received again and its acknowledgement allocate nothing. */
class SessionAllocationTest {
  private static final int RUNS = 20_000;

  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  private final FrameWriter writer = new FrameWriter();

  private Session session(Dag dag, StoreId store) throws StoreException {
    MeshStore log = new MeshStore(new MeshDisk());
    Held held = new Held(store, dag, log);
    held.sync(0);
    Session session = new Session(held, Mesh.LOSSY, 0, true, new byte[32], new byte[32]);
    session.refresh(0);
    session.transmitControl(writer, out, 0);
    return session;
  }

  @Test
  void batchesAndAcknowledgementsAllocateNothing() throws Exception {
    Mesh mesh = new Mesh(new Random(1));
    MeshNode node = mesh.node();
    StoreId store = node.create(KvState.TYPE, 1);
    for (int i = 0; i < 30; i++) {
      node.put(store, "key " + i, 100);
    }
    Session session = session(node.node.dag(store), store);
    byte[] digest = new byte[32];
    byte[] frontier = body(Frames.frontier(0, 1, digest, new byte[0]));
    session.frontier(frontier, 0, frontier.length, 0);
    int length = session.answer().transmit(writer, out, 0, 4096, true, 0);
    byte[] batch = body(Arrays.copyOf(out, length));
    long[] nowMs = {0};
    long sending =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              nowMs[0] += 1000;
              transmit(session, nowMs[0]);
            });
    assertEquals(0, sending);
    long receiving = Allocation.bytesPerRun(RUNS, () -> receive(session, batch));
    assertEquals(0, receiving);
  }

  private void transmit(Session session, long nowMs) {
    try {
      session.tick(nowMs);
      session.answer().transmit(writer, out, 0, 4096, true, nowMs);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void receive(Session session, byte[] batch) {
    try {
      session.intentions(batch, 0, batch.length, 0);
      session.transmitControl(writer, out, 0);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] body(byte[] frame) {
    var view = new dev.latticenano.core.frame.FrameView().wrap(frame, 0, frame.length);
    view.check();
    return Arrays.copyOfRange(frame, view.bodyOffset(), view.bodyOffset() + view.bodyLength());
  }
}
