package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The other end of one of a node's links, that says what a test wants. It has made keys with the
 * node like any peer; what it says from then on is up to the test.
 */
final class Stranger {
  private final Mesh mesh;
  private final Node node;
  private final int link;
  private final MeshKey author;
  private final NoiseLink noise;
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];

  /**
   * Opens {@code link} at {@code node} and makes keys with it, as the author of number {@code key}.
   */
  Stranger(Mesh mesh, Node node, int link, LinkProfile profile, int key) throws StoreException {
    this(mesh, node, link, profile, key, false);
  }

  /** As above; if it {@code calls}, the node waits for that. */
  Stranger(Mesh mesh, Node node, int link, LinkProfile profile, int key, boolean calls)
      throws StoreException {
    this.mesh = mesh;
    this.node = node;
    this.link = link;
    byte[] secret = new byte[TransportKey.BYTES];
    Arrays.fill(secret, (byte) key);
    author = new MeshKey(key);
    Random random = new Random(key);
    noise =
        new NoiseLink(
            new TransportKey(secret, author),
            author,
            (bytes, offset, length) -> {
              byte[] fresh = new byte[length];
              random.nextBytes(fresh);
              System.arraycopy(fresh, 0, bytes, offset, length);
            },
            new ChaCha20Poly1305(),
            calls,
            null,
            0);
    node.doors().open(link, profile, !calls, null);
    shake();
    assertTrue(noise.isOpen(), "no keys were made");
  }

  private void shake() throws StoreException {
    for (int turn = 0; turn < 3; turn++) {
      int length = noise.isOpen() ? 0 : node.transmit(link, out, 0, mesh.nowMs);
      if (length > 0) {
        assertEquals(Verdict.OK, noise.receive(out, 0, length, mesh.nowMs));
      }
      length = noise.transmit(out, 0, mesh.nowMs);
      if (length > 0) {
        assertEquals(Verdict.OK, node.receive(link, out, 0, length, mesh.nowMs));
      }
    }
  }

  /** The author that the node knows this end to be. */
  byte[] key() {
    return author.id().toBytes();
  }

  /** What names the keys that both ends hold. */
  byte[] binding() {
    return noise.binding();
  }

  /** Gives the node a frame of a session; returns what it makes of it. */
  Verdict give(byte[] frame) throws StoreException {
    byte[] bytes = new byte[frame.length + NoiseLink.EXTRA_BYTES_MAX];
    System.arraycopy(frame, 0, bytes, noise.prepare(mesh.nowMs), frame.length);
    return node.receive(link, bytes, 0, noise.seal(bytes, 0, frame.length), mesh.nowMs);
  }

  /** All messages that the node says now, each as a frame. */
  List<byte[]> answers() throws StoreException {
    List<byte[]> frames = new ArrayList<>();
    int length = node.transmit(link, out, 0, mesh.nowMs);
    while (length > 0) {
      assertEquals(Verdict.OK, noise.receive(out, 0, length, mesh.nowMs));
      if (noise.openedLength() > 0) {
        int at = noise.openedOffset();
        frames.addAll(Frames.apart(Arrays.copyOfRange(out, at, at + noise.openedLength())));
      }
      length = node.transmit(link, out, 0, mesh.nowMs);
    }
    return frames;
  }
}
