package dev.latticenano.edge.sim;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

/**
 * One end of a link that attacks the other. It makes keys as any node does and proves the author it
 * has, for without keys nobody is listened to; what it says then follows its {@link Attack}.
 */
final class Attacker {
  private static final int FRAMES_MAX = 400;
  private static final int HEARD_MAX = 64;
  private static final int BODY_BYTES_MAX = 2000;
  private static final int MESSAGE_FIRST = 98;
  private static final int MESSAGES = 75;
  private static final int FIELDS = 8;
  private static final int HELLO_VERSION = 2;
  private static final int NAME_BYTES = 12;
  private static final int CID_BYTES = 32;

  private final SimNode node;
  private final Attack attack;
  private final Random random;
  private final NoiseLink noise;
  private final FrameWriter writer = new FrameWriter();
  private final byte[] plain = new byte[Limits.FRAME_BYTES_MAX];
  private final Deque<byte[]> heard = new ArrayDeque<>();
  private byte[] lastSealed;
  private int said;

  Attacker(SimNode node, Attack attack, LinkKind kind, long seed) {
    this.node = node;
    this.attack = attack;
    this.random = new Random(seed);
    TransportKey own = new TransportKey(node.transportSecret(), node.signer());
    long retryMs = kind.profile().retryMs();
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    this.noise = new NoiseLink(own, node.verifier(), node::fill, cipher, true, null, retryMs);
  }

  /** One frame of the victim. */
  void receive(byte[] frame) {
    Verdict verdict = noise.receive(frame, 0, frame.length, node.nowMs());
    if (verdict == Verdict.OK && noise.openedLength() > 0) {
      int at = noise.openedOffset();
      heard.add(Arrays.copyOfRange(frame, at, at + noise.openedLength()));
      if (heard.size() > HEARD_MAX) {
        heard.remove();
      }
    }
  }

  /** Writes the next frame for the victim to {@code out}; returns its bytes, 0 for none now. */
  int transmit(byte[] out, long nowMs) {
    int length = noise.transmit(out, 0, nowMs);
    if (length > 0 || !noise.isOpen() || said >= FRAMES_MAX) {
      return length;
    }
    if (lastSealed != null && attack != Attack.FLOOD && random.nextInt(8) == 0) {
      said++;
      return again(out);
    }
    int plainLength = said == 0 ? hello() : next();
    if (plainLength == 0) {
      return 0;
    }
    said++;
    int before = noise.prepare(nowMs);
    System.arraycopy(plain, 0, out, before, plainLength);
    length = noise.seal(out, 0, plainLength);
    lastSealed = Arrays.copyOf(out, length);
    return length;
  }

  // What was sealed once does not open again.
  private int again(byte[] out) {
    System.arraycopy(lastSealed, 0, out, 0, lastSealed.length);
    return lastSealed.length;
  }

  private int hello() {
    byte[] name = random(NAME_BYTES);
    writer.start(plain, 0, Message.HELLO).number(1, HELLO_VERSION);
    return writer.bytes(2, name, 0, NAME_BYTES).finish();
  }

  private int next() {
    return switch (attack) {
      case GARBAGE -> random.nextBoolean() ? noiseBytes() : nonsense();
      case REPLAY -> echo();
      case FLOOD -> random.nextInt(4) == 0 ? hello() : asking();
      case LIE -> throw new AssertionError(attack);
    };
  }

  private int noiseBytes() {
    int length = 1 + random.nextInt(BODY_BYTES_MAX);
    System.arraycopy(random(length), 0, plain, 0, length);
    return length;
  }

  /** A frame in good order whose fields are anything. */
  private int nonsense() {
    writer.start(plain, 0, MESSAGE_FIRST + random.nextInt(MESSAGES));
    for (int field = 1; field <= FIELDS; field++) {
      switch (random.nextInt(3)) {
        case 0 -> writer.number(field, random.nextLong());
        case 1 -> {
          byte[] bytes = random(random.nextInt(BODY_BYTES_MAX / FIELDS));
          writer.bytes(field, bytes, 0, bytes.length);
        }
        default -> {}
      }
    }
    int length = writer.finish();
    return random.nextInt(4) == 0 ? 1 + random.nextInt(length) : length;
  }

  private int echo() {
    byte[] frame = heard.poll();
    if (frame == null) {
      return 0;
    }
    System.arraycopy(frame, 0, plain, 0, frame.length);
    if (random.nextInt(3) == 0) {
      heard.add(frame);
    }
    return frame.length;
  }

  private int asking() {
    byte[] name = random(CID_BYTES);
    writer.start(plain, 0, random.nextBoolean() ? Message.WANT : Message.OFFER);
    return writer.bytes(1, name, 0, name.length).number(2, random.nextInt()).finish();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
