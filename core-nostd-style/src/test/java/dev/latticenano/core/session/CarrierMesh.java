package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Carrying.Load;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A laptop and a phone with the key of a sealed store, and two sticks without it. */
final class CarrierMesh {
  static final int LINK = 77;
  private static final int FILE_BYTES = 1 << 20;

  /** Of the laptop's file: five of content and one of their names. */
  static final int CHUNKS = 6;

  /** A carrier that says what a test wants. */
  private static final int STRANGER = 90;

  final Mesh mesh;
  final MeshNode laptop;
  final MeshNode phone;
  final MeshNode stick;
  final MeshNode other;
  final StoreId store;

  /** The laptop has a file that nobody else has. */
  CarrierMesh(Random random) throws Exception {
    mesh = new Mesh(random);
    laptop = mesh.node();
    phone = mesh.node();
    store = laptop.createSealed(FileState.TYPE, 1);
    phone.open(store);
    stick = carrier();
    other = carrier();
    letCarry(new MeshKey(STRANGER).id());
    laptop.file(store, "film1", FILE_BYTES);
  }

  private MeshNode carrier() throws Exception {
    MeshNode carrier = mesh.node();
    letCarry(carrier.key.id());
    carrier.open(store);
    return carrier;
  }

  private void letCarry(AuthorId peer) throws Exception {
    byte[] batch =
        SystemOpWriter.batch(
            List.of(
                SystemOpWriter.peerStatus(peer, 2),
                SystemOpWriter.peerRole(peer, Role.CARRIER.number())));
    UniversalOpWriter writer = new UniversalOpWriter().system(batch, 0, batch.length);
    byte[] ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    laptop.submit(store, ops, List.of());
  }

  Load load(MeshNode node) {
    return node.node.carrying().load(store);
  }

  void meet(MeshNode left, MeshNode right, LinkProfile profile, MeshWire.Weather weather)
      throws StoreException {
    MeshWire wire = mesh.link(left, right, profile, weather);
    mesh.rest(50_000);
    wire.cut();
    if (profile.retryMs() == 0) {
      // Who is done may hang up at once.
      assertEquals(1, completed(left, wire.leftLink));
      assertEquals(1, completed(right, wire.rightLink));
    }
  }

  private static long completed(MeshNode node, int link) {
    return node.completions().stream().filter(each -> each.link() == link).count();
  }

  void meet(MeshNode left, MeshNode right) throws StoreException {
    meet(left, right, Mesh.FAST, MeshWire.Weather.FAIR);
  }

  /**
   * What the laptop answers to a stranger who asks for the names behind {@code after} and knows
   * {@code list}; no bytes for neither.
   */
  byte[] needed(LinkProfile profile, byte[] after, byte[] list) throws StoreException {
    Stranger stranger = new Stranger(mesh, laptop.node, LINK, profile, STRANGER);
    stranger.answers();
    stranger.give(Frames.hello());
    stranger.give(Frames.offer(stranger.binding(), store));
    Frames frame = new Frames().start(Message.NEEDS).number(1, 0).number(2, 1);
    assertEquals(Verdict.OK, stranger.give(frame.bytes(3, after).bytes(4, list).finish()));
    byte[] answer = find(stranger.answers(), Message.NEEDED);
    laptop.node.unlink(LINK);
    return answer;
  }

  /** The last frame of {@code message}; null if there is none. */
  static byte[] find(List<byte[]> frames, int message) {
    byte[] found = null;
    for (byte[] frame : frames) {
      found = number(frame) == message ? frame : found;
    }
    return found;
  }

  private static int number(byte[] frame) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    return view.number();
  }

  static byte[] data(byte[] frame, int field) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    view.check();
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == field) {
        int at = fields.dataOffset();
        return Arrays.copyOfRange(frame, at, at + fields.dataLength());
      }
    }
    return new byte[0];
  }
}
