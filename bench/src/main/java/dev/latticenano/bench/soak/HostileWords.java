package dev.latticenano.bench.soak;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Messages of every kind whose fields are true, changed, or any numbers and bytes. */
final class HostileWords {
  private static final int VERSION = 2;
  private static final int NAME_BYTES = 8;
  private static final int FIELDS_MAX = 11;
  private static final String OFFER = "lattice-nano 2026-11 session store offer";

  private static final int[] MESSAGES = {
    Message.FRONTIER,
    Message.INTENTIONS,
    Message.ACK,
    Message.PUSH,
    Message.PUSHED,
    Message.RECONCILE,
    Message.FLOORS,
    Message.FETCH,
    Message.WANT,
    Message.CHUNK,
    Message.ABSENT,
    Message.KEPT,
    Message.MEND,
    Message.MENDED,
    Message.JOIN,
    Message.BASE,
    Message.NAME,
    Message.NEEDS,
    Message.NEEDED,
    Message.GRANT,
    Message.REDEEM,
    Message.ASK,
    Message.DELEGATE,
    Message.REFUSAL,
    Message.REST
  };

  private final SplittableRandom random;
  private final List<byte[]> known;
  private final FrameWriter writer = new FrameWriter();
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];

  /** {@code known}: what is true somewhere, like signed intentions. */
  HostileWords(SplittableRandom random, List<byte[]> known) {
    this.random = random;
    this.known = List.copyOf(known);
  }

  /** What a conversation begins with. */
  byte[] hello() {
    writer.start(out, 0, Message.HELLO).number(1, VERSION).bytes(2, new byte[] {'h'}, 0, 1);
    return Arrays.copyOf(out, writer.finish());
  }

  /** Offers a store under keys that this end made by calling. */
  byte[] offer(StoreId store, byte[] binding) {
    byte[] tail = new byte[5];
    LittleEndian.putInt(tail, 1, 0);
    Blake3 blake3 = Blake3.deriving(OFFER);
    byte[] id = store.toBytes();
    blake3.reset();
    blake3.update(id, 0, id.length);
    blake3.update(binding, 0, binding.length);
    blake3.update(tail, 0, tail.length);
    byte[] name = new byte[Blake3.DIGEST_BYTES];
    blake3.digest(name, 0);
    writer.start(out, 0, Message.OFFER).bytes(1, name, 0, NAME_BYTES);
    return Arrays.copyOf(out, writer.finish());
  }

  /** Asks for everything, as often as it is said. */
  byte[] nothingHere(int round) {
    writer.start(out, 0, Message.FRONTIER).number(1, 0).number(2, round);
    writer.bytes(3, bytes(16), 0, 16).bytes(4, new byte[0], 0, 0).number(9, 1);
    return Arrays.copyOf(out, writer.finish());
  }

  /** A message of any kind. */
  byte[] any() {
    int message = MESSAGES[random.nextInt(MESSAGES.length)];
    writer.start(out, 0, message);
    int fields = random.nextInt(FIELDS_MAX);
    int first = Message.isOfSession(message) ? 2 : 1;
    if (first == 2) {
      writer.number(1, 0);
    }
    for (int i = 0; i < fields; i++) {
      int field = random.nextInt(5) > 0 ? first + i : 1 + random.nextInt(FIELDS_MAX);
      switch (random.nextInt(4)) {
        case 0 -> writer.number(field, random.nextInt(4));
        case 1 -> writer.number(field, random.nextLong() >>> random.nextInt(64));
        case 2 -> add(field, bytes(random.nextInt(100)));
        default -> add(field, changed());
      }
    }
    return Arrays.copyOf(out, writer.finish());
  }

  private void add(int field, byte[] value) {
    writer.bytes(field, value, 0, value.length);
  }

  private byte[] changed() {
    byte[] value = known.get(random.nextInt(known.size())).clone();
    if (random.nextBoolean()) {
      value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return value;
  }

  /** Any bytes. */
  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
