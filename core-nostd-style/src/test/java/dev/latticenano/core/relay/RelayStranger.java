package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.session.Frames;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The other end of one of a relay's links, that says what a test wants: frames of any bytes, and,
 * once it has made keys with the relay like anybody else, any messages.
 */
final class RelayStranger {
  private final RelayHouse house;
  private final int link;
  private final NoiseLink noise;
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];

  /** Opens {@code link} at a relay; nothing was said yet. */
  RelayStranger(RelayHouse house, int link, Ed25519Signer signer) {
    this.house = house;
    this.link = link;
    byte[] secret = new byte[TransportKey.BYTES];
    Arrays.fill(secret, (byte) link);
    Random random = new Random(link);
    noise =
        new NoiseLink(
            new TransportKey(secret, signer),
            new Ed25519Verifier(),
            (bytes, offset, length) -> {
              byte[] fresh = new byte[length];
              random.nextBytes(fresh);
              System.arraycopy(fresh, 0, bytes, offset, length);
            },
            new ChaCha20Poly1305(),
            true,
            null,
            0);
    house.relay.link(link, LinkProfile.TCP, house.world.nowMs);
  }

  /** Proves its key. */
  void prove() throws StoreException {
    for (int turn = 0; turn < 3; turn++) {
      int length = noise.transmit(out, 0, house.world.nowMs);
      if (length > 0) {
        assertEquals(Verdict.OK, house.relay.receive(link, out, 0, length, house.world.nowMs));
      }
      length = noise.isOpen() ? 0 : house.relay.transmit(link, out, 0, house.world.nowMs);
      if (length > 0) {
        assertEquals(Verdict.OK, noise.receive(out, 0, length, house.world.nowMs));
      }
    }
    assertTrue(noise.isOpen(), "no keys were made");
  }

  /** What names the keys that both ends hold. */
  byte[] binding() {
    return noise.binding();
  }

  /** Gives the relay a frame as it is; returns what it makes of it. */
  Verdict raw(byte[] frame) throws StoreException {
    return house.relay.receive(link, frame.clone(), 0, frame.length, house.world.nowMs);
  }

  /** Gives it messages under the link's keys. */
  Verdict give(byte[] messages) throws StoreException {
    return raw(seal(messages));
  }

  /** A frame of messages under the link's keys, to be given as it is. */
  byte[] seal(byte[] messages) {
    byte[] bytes = new byte[messages.length + NoiseLink.EXTRA_BYTES_MAX];
    System.arraycopy(messages, 0, bytes, noise.prepare(house.world.nowMs), messages.length);
    return Arrays.copyOf(bytes, noise.seal(bytes, 0, messages.length));
  }

  /** All frames that the relay says now, as they are; of its other links nothing is said. */
  List<byte[]> frames() throws StoreException {
    while (house.relay.takeSpeaker() != Ends.NONE) {
      continue;
    }
    List<byte[]> frames = new ArrayList<>();
    int length = house.relay.transmit(link, out, 0, house.world.nowMs);
    while (length > 0) {
      frames.add(Arrays.copyOf(out, length));
      length = house.relay.transmit(link, out, 0, house.world.nowMs);
    }
    return frames;
  }

  /** The messages in a frame of the relay's, each as one of its own; none if it does not open. */
  List<byte[]> open(byte[] frame) {
    byte[] bytes = frame.clone();
    boolean opened = noise.receive(bytes, 0, bytes.length, house.world.nowMs) == Verdict.OK;
    int at = noise.openedOffset();
    return opened && noise.openedLength() > 0
        ? Frames.apart(Arrays.copyOfRange(bytes, at, at + noise.openedLength()))
        : List.of();
  }
}
