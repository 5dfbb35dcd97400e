package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Who is at the other end: hello both ways, each with a fresh nonce. A hello says who someone
 * claims to be, and the link below proves it (docs/noise.md).
 */
final class Greeting {
  static final int VERSION = 1;
  static final int NAME_BYTES_MAX = 64;
  private static final int KEY_BYTES = 32;

  private final byte[] ownNonce;
  private final byte[] ownKey;
  private final byte[] ownName;
  private final Cursor fields = new Cursor();
  private byte[] peerNonce;
  private byte[] peerKey = new byte[KEY_BYTES];
  private String peerName = "";
  private byte[] proven;
  private boolean helloDue = true;
  private boolean again;

  Greeting(byte[] ownNonce, byte[] ownKey, byte[] ownName) {
    this.ownNonce = ownNonce;
    this.ownKey = ownKey;
    this.ownName = Arrays.copyOf(ownName, Math.min(ownName.length, NAME_BYTES_MAX));
  }

  boolean isHeard() {
    return peerNonce != null;
  }

  /** The link has proven that {@code key} is at the other end. */
  void prove(byte[] key) {
    proven = key.clone();
  }

  /** Another conversation goes before over the same link. */
  void again() {
    again = true;
  }

  /** True if what comes before the peer's hello may be left over. */
  boolean isAgain() {
    return again;
  }

  byte[] ownNonce() {
    return ownNonce;
  }

  byte[] ownKey() {
    return ownKey;
  }

  byte[] ownName() {
    return ownName;
  }

  byte[] peerNonce() {
    return peerNonce;
  }

  byte[] peerKey() {
    return peerKey;
  }

  String peerName() {
    return peerName;
  }

  /** The peer's hello; OK also when it only repeats itself. */
  Verdict hello(byte[] bytes, int offset, int length) {
    long version = 0;
    byte[] nonce = null;
    byte[] key = null;
    byte[] name = new byte[0];
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> version = fields.value();
        case 2 -> nonce = field(bytes);
        case 3 -> key = field(bytes);
        case 4 -> name = fields.dataLength() <= NAME_BYTES_MAX ? field(bytes) : name;
        default -> {}
      }
    }
    if (fields.malformed() || nonce == null || nonce.length != StoreKey.NONCE_BYTES) {
      return Verdict.HELLO_MALFORMED;
    }
    if (key == null || key.length != KEY_BYTES) {
      return Verdict.HELLO_MALFORMED;
    }
    if (version != VERSION) {
      return Verdict.VERSION_UNKNOWN;
    }
    if (Arrays.equals(nonce, ownNonce)) {
      return Verdict.HELLO_REFLECTED;
    }
    if (proven != null && !Arrays.equals(proven, key)) {
      return Verdict.HELLO_KEY_WRONG;
    }
    peerNonce = nonce;
    peerKey = key;
    peerName = printable(name);
    return Verdict.OK;
  }

  private byte[] field(byte[] bytes) {
    int at = fields.dataOffset();
    return Arrays.copyOfRange(bytes, at, at + fields.dataLength());
  }

  // A name is shown to people: nothing in it may move their cursor.
  private static String printable(byte[] name) {
    return new String(name, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

  /** Has the hello sent (again). */
  void greet() {
    helloDue = true;
  }

  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (!helloDue) {
      return 0;
    }
    helloDue = false;
    return writer
        .start(out, offset, Message.HELLO)
        .number(1, VERSION)
        .bytes(2, ownNonce, 0, ownNonce.length)
        .bytes(3, ownKey, 0, ownKey.length)
        .bytes(4, ownName, 0, ownName.length)
        .finish();
  }
}
