package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A node that shares a store with a stranger who knows its id and says anything, and with an honest
 * node that has met neither yet. Counts the bytes of messages both ways.
 */
final class HostileMeeting {
  static final int LINK = 77;

  final Mesh mesh = new Mesh(new Random(4));
  final MeshNode node = mesh.node();
  final MeshNode honest = mesh.node();
  final StoreId store;
  Stranger stranger;

  /** What the node said when they met. */
  List<byte[]> greeting;

  /** Bytes that the stranger has said, and has heard. */
  long given;

  long heard;

  /** The store has {@code intentions} intentions besides the two that make it. */
  HostileMeeting(int intentions) throws Exception {
    store = node.createOpen(FileState.TYPE, 1);
    for (int i = 0; i < intentions; i++) {
      node.file(store, "file " + i, 100);
    }
    honest.open(store);
  }

  /** The two ends have greeted each other and know that both have the store. */
  HostileMeeting met(LinkProfile profile) throws Exception {
    stranger = new Stranger(mesh, node.node, LINK, profile, 90);
    give(Frames.hello());
    give(Frames.offer(stranger.binding(), store));
    greeting = answers();
    events();
    given = 0;
    heard = 0;
    return this;
  }

  /**
   * The two ends have met, show other sets, and each has given what the other's tips asked for: one
   * of them is to reconcile. Returns what the node says to that.
   *
   * @param nodeInitiates which of them
   */
  List<byte[]> differ(boolean nodeInitiates) throws Exception {
    meetAs(nodeInitiates);
    give(Frames.frontier(0, 1, new byte[32], new byte[0]));
    answers();
    give(Frames.ack(0, 1, 1, 0));
    List<byte[]> said = answers();
    give(Frames.batch(0, 1, 1, true));
    said.addAll(answers());
    return said;
  }

  /** The two ends have greeted each other; the one that is to reconcile is the node, or not. */
  void meetAs(boolean initiator) throws Exception {
    met(Mesh.FAST);
    while (initiates() != initiator) {
      node.node.unlink(LINK);
      met(Mesh.FAST);
    }
  }

  private boolean initiates() {
    for (byte[] each : greeting) {
      if (number(each) == Message.OFFER) {
        byte[] peers = Frames.name(stranger.binding(), store);
        return Arrays.compareUnsigned(data(each, 1), peers) < 0;
      }
    }
    throw new AssertionError("no offer");
  }

  Verdict give(byte[] frame) throws Exception {
    given += frame.length;
    return stranger.give(frame);
  }

  /** All messages that the node says now. */
  List<byte[]> answers() throws Exception {
    List<byte[]> all = stranger.answers();
    all.forEach(message -> heard += message.length);
    return all;
  }

  /** Those of one kind. */
  List<byte[]> answers(int message) throws Exception {
    List<byte[]> all = answers();
    all.removeIf(each -> number(each) != message);
    return all;
  }

  /** What the node has told its host since. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (Event each = node.node.pollEvent(); each != null; each = node.node.pollEvent()) {
      events.add(each);
    }
    return events;
  }

  Peer peer() {
    return node.node.peer(LINK);
  }

  /** The bytes of all intentions of the store here. */
  int storeBytes() throws Exception {
    int bytes = 0;
    for (int row = 0; row < node.node.dag(store).sequence(); row++) {
      bytes += node.node.dag(store).length(row);
    }
    return bytes;
  }

  /** A signed intention of the store. */
  byte[] signed(int row) throws Exception {
    byte[] bytes = new byte[node.node.dag(store).length(row)];
    node.node.dag(store).read(row, bytes, 0);
    return bytes;
  }

  byte[] digest() {
    byte[] digest = new byte[32];
    node.node.dag(store).digest(digest, 0);
    return digest;
  }

  /** While the stranger goes on, the honest node gets all there is. */
  void assertServesTheHonest() throws Exception {
    meetTheHonest();
    mesh.assertSame(store, node, honest);
  }

  /** The honest node and the node exchange what they have, and part. */
  void meetTheHonest() throws Exception {
    MeshWire wire = mesh.link(node, honest);
    mesh.run(200);
    wire.cut();
  }

  /** What the honest node writes, after they met, comes to the node; it is not durable yet. */
  void come() throws Exception {
    honest.file(store, "news", 1);
    Dag dag = honest.node.dag(store);
    byte[] signed = new byte[Limits.SIGNED_BYTES_MAX];
    int length = dag.read(dag.rowAtSequence(dag.sequence()), signed, 0);
    assertEquals(Verdict.OK, node.node.dag(store).ingest(signed, 0, length, mesh.nowMs));
  }

  static byte[] digest(int number) {
    byte[] digest = new byte[32];
    digest[0] = (byte) number;
    digest[1] = (byte) (number >> 8);
    return digest;
  }

  static int number(byte[] frame) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    return view.number();
  }

  /** The bytes of a field of a message. */
  static byte[] data(byte[] frame, int wanted) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == wanted) {
        int at = fields.dataOffset();
        return Arrays.copyOfRange(frame, at, at + fields.dataLength());
      }
    }
    throw new AssertionError("no field " + wanted);
  }

  /** A number of a message; 0 if it is left out. */
  static long value(byte[] frame, int wanted) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == wanted) {
        return fields.value();
      }
    }
    return 0;
  }

  static byte[] absent(byte[] cid) {
    return new Frames().start(Message.ABSENT).bytes(1, cid).finish();
  }
}
