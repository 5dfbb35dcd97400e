package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.pace.Allowance;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Who is at the other end, which the link below has proven (docs/noise.md), and which conversation
 * under its keys this is. A hello both ways says only how someone is called. Conversations are
 * numbered from 0 by both ends alike: whoever begins another one goes one up, and whoever hears of
 * a higher number goes over to it.
 */
final class Greeting {
  static final int VERSION = 2;
  static final int NAME_BYTES_MAX = 64;
  private static final byte[] NOBODY = new byte[32];

  private final byte[] ownKey;
  private final byte[] ownName;
  private StoreKey keys;
  private byte[] binding;
  private boolean calls;
  private byte[] peerKey = NOBODY;
  private String peerName = "";
  private Predicate<AuthorId> names = key -> true;
  private int conversation;
  private Allowance begun;
  private boolean heard;
  private boolean helloDue = true;

  Greeting(byte[] ownKey, byte[] ownName) {
    this.ownKey = ownKey;
    boolean fits = ownName.length <= NAME_BYTES_MAX;
    this.ownName = fits ? ownName : Arrays.copyOf(ownName, NAME_BYTES_MAX);
  }

  /** True once the peer has said hello in this conversation. */
  boolean isHeard() {
    return heard;
  }

  /** True once the link has proven who is at the other end. */
  boolean isProven() {
    return binding != null;
  }

  /**
   * The link has proven that {@code key} is at the other end; both are lent for good.
   *
   * @param newBinding the 32 bytes that name the link's keys
   * @param newCalls true if this end called; the other end says the opposite
   */
  void prove(byte[] key, byte[] newBinding, boolean newCalls) {
    peerKey = key;
    binding = newBinding;
    calls = newCalls;
  }

  /** True if this end called. */
  boolean calls() {
    return calls;
  }

  int conversation() {
    return conversation;
  }

  /** True if the peer may begin one more conversation now. */
  boolean mayBegin(long nowMs) {
    if (begun == null) {
      begun = new Allowance(Limits.CONVERSATIONS_BURST, Limits.CONVERSATION_REFILL_MS);
    }
    return begun.take(nowMs);
  }

  /** Goes over to another conversation under the same keys, in which nothing has been said. */
  void begin(int newConversation) {
    conversation = newConversation;
    heard = false;
    helloDue = true;
  }

  /** The 32 bytes that name the link's keys, lent. */
  byte[] binding() {
    return binding;
  }

  byte[] ownKey() {
    return ownKey;
  }

  byte[] ownName() {
    return ownName;
  }

  byte[] peerKey() {
    return peerKey;
  }

  String peerName() {
    return peerName;
  }

  /** Writes the name under which this end offers a store. */
  void ownOffer(StoreId store, byte[] out, int offset) {
    keys().offer(store.toBytes(), binding, calls, conversation, out, offset);
  }

  /** Writes the name under which the peer would offer a store. */
  void peerOffer(StoreId store, byte[] out, int offset) {
    keys().offer(store.toBytes(), binding, !calls, conversation, out, offset);
  }

  private StoreKey keys() {
    if (keys == null) {
      keys = new StoreKey();
    }
    return keys;
  }

  /** No more stores are named for now: gives back what that took. */
  void namesDone() {
    keys = null;
  }

  /** The peer's hello in this conversation; OK also when it only repeats itself. */
  Verdict hello(byte[] bytes, int offset, int length) {
    long version = 0;
    byte[] name = new byte[0];
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> version = fields.value();
        case 2 -> name = fields.dataLength() <= NAME_BYTES_MAX ? field(bytes, fields) : name;
        default -> {}
      }
    }
    if (fields.malformed()) {
      return Verdict.HELLO_MALFORMED;
    }
    if (version != VERSION) {
      return Verdict.VERSION_UNKNOWN;
    }
    heard = true;
    peerName = printable(name);
    return Verdict.OK;
  }

  private static byte[] field(byte[] bytes, Cursor fields) {
    int at = fields.dataOffset();
    return Arrays.copyOfRange(bytes, at, at + fields.dataLength());
  }

  // A name is shown to people: nothing in it may move their cursor.
  private static String printable(byte[] name) {
    return new String(name, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

  /** From now on only those whom {@code newNames} lets through hear what this node is called. */
  void names(Predicate<AuthorId> newNames) {
    names = newNames;
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
    writer.start(out, offset, Message.HELLO).number(1, VERSION);
    boolean named = names.test(AuthorId.of(peerKey(), 0));
    return named ? writer.bytes(2, ownName, 0, ownName.length).finish() : writer.finish();
  }
}
