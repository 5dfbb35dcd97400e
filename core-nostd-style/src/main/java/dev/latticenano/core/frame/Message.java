package dev.latticenano.core.frame;

/**
 * The numbers of our own peer messages: fields of the {@code PeerMessage} oneof from 100 up, so
 * that they never meet those of the Rust engine (1 to 9). Their fields: docs/protocol.md, session.
 */
public final class Message {
  /** Not a message: the number of the conversation, before all messages of a frame. */
  public static final int CONVERSATION = 99;

  /** First in every conversation: version and name. */
  public static final int HELLO = 100;

  /** The stores one side offers, blinded by what the link's keys are bound to. */
  public static final int OFFER = 101;

  /** What one side has of a store: digest and tips. */
  public static final int FRONTIER = 102;

  /** A batch of signed intentions in causal order. */
  public static final int INTENTIONS = 103;

  /** What of the batches is durable at the receiver. */
  public static final int ACK = 104;

  /** Asks for a chunk from an offset on. */
  public static final int WANT = 105;

  /** A piece of a chunk. */
  public static final int CHUNK = 106;

  /** The chunk asked for is not here. */
  public static final int ABSENT = 107;

  /** The sender has all it wants, or no longer. */
  public static final int REST = 108;

  /** A frame was refused, and why. */
  public static final int REFUSAL = 109;

  /** What is new since both ends agreed, or that something is. */
  public static final int PUSH = 110;

  /** What of pushes is durable at the receiver. */
  public static final int PUSHED = 111;

  /** A message of a reconciliation. */
  public static final int RECONCILE = 115;

  /** Of each author the height up to which the sender has dropped its log. */
  public static final int FLOORS = 116;

  /** Asks for intentions that a reconciliation found. */
  public static final int FETCH = 117;

  /** Gives a relay a store's manifest, and a ticket for its space. */
  public static final int REDEEM = 130;

  /** What came of it. */
  public static final int REDEEMED = 131;

  /** On what terms a relay holds a store. */
  public static final int TERMS = 132;

  /** Asks a relay what it holds, and what it dropped. */
  public static final int ASK = 133;

  /** What a relay says under its signature that it holds. */
  public static final int STATEMENT = 134;

  /** What a relay says under its signature that it dropped. */
  public static final int RECEIPT = 135;

  /** Shows a relay that a member lets the sender speak for it. */
  public static final int DELEGATE = 136;

  /** Where else a store is to be found. */
  public static final int ELSEWHERE = 137;

  /** Says under its author's signature to a relay which list of chunks a store needs. */
  public static final int CHUNK_LIST = 138;

  /** What a relay has of such lists, and which chunks for want of them. */
  public static final int LISTED = 139;

  /** Chunks that are durable at the sender now. */
  public static final int KEPT = 160;

  /** Asks for intentions whose records are damaged. */
  public static final int MEND = 161;

  /** Of those asked for, the intentions that the sender has. */
  public static final int MENDED = 162;

  /** Asks to be let into a store. */
  public static final int JOIN = 163;

  /** What whoever asked is given, or why not. */
  public static final int JOINED = 164;

  /** The proof of a snapshot, for a peer that lacks what was dropped. */
  public static final int BASE = 165;

  /** Asks where intentions stood that are gone. */
  public static final int NAME = 166;

  /** Where of those asked for the sender knows it. */
  public static final int NAMED = 167;

  /** Asks for the names of the chunks that a store needs. */
  public static final int NEEDS = 168;

  /** Some of them, in order. */
  public static final int NEEDED = 169;

  /** What lets the sender into a store, for a peer that has not heard of it. */
  public static final int GRANT = 170;

  private Message() {}

  /** True if {@code message} is about one session, and begins with its name. */
  public static boolean isOfSession(int message) {
    return switch (message) {
      case FRONTIER,
          INTENTIONS,
          ACK,
          PUSH,
          PUSHED,
          RECONCILE,
          FLOORS,
          FETCH,
          MEND,
          MENDED,
          BASE,
          NAME,
          NAMED,
          NEEDS,
          NEEDED ->
          true;
      default -> false;
    };
  }
}
