package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody says who knows some of a store and has heard some messages, as a fuzzer chooses:
 * messages whose fields are true, cut, changed or invented, and what was heard, with some bytes
 * changed.
 */
public final class InventedMessages {
  private static final int HEARD_MAX = 32;
  private static final int KNOWN_MAX = 256;
  private static final int CHANGED_BEFORE = 256;

  private final int[] numbers;
  private final List<byte[]> known = new ArrayList<>();
  private final List<byte[]> heard = new ArrayList<>();
  private final Set<Hash> written = new HashSet<>();
  private final Frames frame = new Frames();

  /** Messages of these numbers. */
  public InventedMessages(int... numbers) {
    this.numbers = numbers;
  }

  /** What may be true of a field from now on; kept. */
  public void know(byte[] value) {
    known.add(value);
  }

  /** All intentions of a store, their hashes, and the digest of the set. */
  public void know(Dag dag) throws StoreException {
    byte[] hash = new byte[Hash.BYTES];
    for (int row = 0; row < dag.sequence(); row++) {
      dag.copyHash(row, hash, 0);
      written.add(Hash.of(hash, 0));
      know(hash.clone());
      byte[] signed = new byte[dag.length(row)];
      dag.read(row, signed, 0);
      know(signed);
    }
    byte[] digest = new byte[Hash.BYTES];
    dag.digest(digest, 0);
    know(digest);
  }

  /** The intentions of the store that is known. */
  public Set<Hash> written() {
    return written;
  }

  /** Somebody said this, one message; its first {@code fields} fields may be said again. */
  public void hear(byte[] message, int fields) {
    heard.add(message);
    for (int i = 1; i <= fields; i++) {
      know(field(message, i));
    }
  }

  private static byte[] field(byte[] message, int wanted) {
    FrameView view = new FrameView().wrap(message, 0, message.length);
    view.check();
    Cursor fields = new Cursor().wrap(message, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.is(wanted, Cursor.BYTES)) {
        int at = fields.dataOffset();
        return Arrays.copyOfRange(message, at, at + fields.dataLength());
      }
    }
    return new byte[0];
  }

  /** Forgets what was heard long ago, and what would be too much to choose from. */
  public void forget() {
    while (heard.size() > HEARD_MAX) {
      heard.remove(0);
    }
    while (known.size() > KNOWN_MAX) {
      known.remove(known.size() - 1);
    }
  }

  /** A message with some fields. */
  public byte[] message(Script script) {
    int number = numbers[script.choose(numbers.length)];
    frame.start(number);
    int first = 1;
    if (script.choose(8) > 0 && Message.isOfSession(number)) {
      frame.number(1, 0);
      first = 2;
    }
    int fields = script.choose(10);
    for (int i = 0; i < fields; i++) {
      int field = script.choose(4) > 0 ? first + i : script.choose(12) + 1;
      switch (script.choose(5)) {
        case 0 -> frame.number(field, script.choose(4));
        case 1 -> frame.number(field, (long) script.number() << script.choose(50));
        case 2 -> frame.bytes(field, script.take(script.choose(80)));
        default -> frame.bytes(field, value(script));
      }
    }
    return frame.finish();
  }

  private byte[] value(Script script) {
    byte[] value = known.get(script.choose(known.size())).clone();
    int change = script.choose(8);
    if (change == 0) {
      return Arrays.copyOf(value, script.choose(value.length + 1));
    }
    if (change == 1 && value.length > 0) {
      value[script.choose(Math.min(CHANGED_BEFORE, value.length))] ^=
          (byte) (1 + script.choose(255));
    }
    return value;
  }

  /** Something heard, with a few bytes changed; a zero if nothing was. */
  public byte[] changed(Script script) {
    if (heard.isEmpty()) {
      return new byte[1];
    }
    byte[] again = heard.get(script.choose(heard.size())).clone();
    int changes = script.choose(4);
    for (int i = 0; i < changes && again.length > 0; i++) {
      again[script.choose(Math.min(CHANGED_BEFORE, again.length))] = (byte) script.choose(256);
    }
    return again;
  }
}
