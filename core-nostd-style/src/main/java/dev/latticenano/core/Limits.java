package dev.latticenano.core;

/** Every cap of the core: what the protocol allows, then what this implementation holds. */
public final class Limits {
  // Protocol limits: docs/protocol.md §1.

  /** Bytes of ops accepted in one intention (Rust engine: MAX_PAYLOAD_SIZE). */
  public static final int OPS_BYTES_MAX = 1_048_576;

  /** Hashes accepted in one condition (Rust engine: MAX_CAUSAL_DEPS). */
  public static final int CONDITION_HASHES_MAX = 1024;

  /** Bytes of ops this implementation emits in one intention. */
  public static final int OPS_BYTES_EMITTED = 131_072;

  /**
   * Bytes of ops this implementation emits in a sealed store, before they are padded and sealed.
   */
  public static final int SEALED_OPS_BYTES_EMITTED = 129_023;

  /** Hashes this implementation emits in one condition. */
  public static final int CONDITION_HASHES_EMITTED = 16;

  /** Bytes before the condition's hashes and of the ops length: 97 + 4. */
  public static final int INTENTION_FIXED_BYTES = 101;

  /** Bytes of the largest intention: 101 + 32 · 1024 + 1 MiB. */
  public static final int INTENTION_BYTES_MAX =
      INTENTION_FIXED_BYTES + 32 * CONDITION_HASHES_MAX + OPS_BYTES_MAX;

  /**
   * Bytes of the largest signed intention: two protobuf headers (1 + 4 and 1 + 1) and the
   * signature.
   */
  public static final int SIGNED_BYTES_MAX = INTENTION_BYTES_MAX + 5 + 2 + 64;

  /** Bytes of one frame: the largest signed intention and room for its envelope. */
  public static final int FRAME_BYTES_MAX = 1_114_112;

  /** Bytes of one frame of a session as it is written: the link's frame seals it. */
  public static final int SESSION_FRAME_BYTES_MAX = FRAME_BYTES_MAX - 64;

  /** Messages in one frame of a session. */
  public static final int FRAME_MESSAGES_MAX = 64;

  /** Peers with whom a node remembers what it agreed on last about one store. */
  public static final int MEETINGS_MAX = 256;

  /** Changes of members and epochs in one store, but for some that each owner may always add. */
  public static final int AUTHORITY_OPS_MAX = 16_384;

  /** Bytes of one chunk. */
  public static final int CHUNK_BYTES_MAX = 262_144;

  /** Bytes of a key of a key-value store. */
  public static final int KV_KEY_BYTES_MAX = 4096;

  /** Files below this many bytes travel inside their directory entry. */
  public static final int INLINE_BYTES_LIMIT = 32_768;

  /** Authors in the frontier of one snapshot: so many fit in the ops that a notice is. */
  public static final int SNAPSHOT_AUTHORS_MAX = 1900;

  /** Members of one store, but for revoked ones; an epoch key is wrapped for as many. */
  public static final int MEMBERS_MAX = 1024;

  /** Places of members in one join box. */
  public static final int JOIN_PLACES_MAX = 32;

  /** Bytes of one of them. */
  public static final int JOIN_PLACE_BYTES_MAX = 255;

  /** The proof of a snapshot as it is handed to a peer: its notice and those who agree. */
  public static final int BASE_BYTES_MAX = 1_048_576;

  /** Bytes of the intentions and records of a base with holes that is handed over. */
  public static final int BASE_HOLES_BYTES_MAX = 8_388_608;

  /** Bytes of one sealed grant that a peer is shown. */
  public static final int GRANT_BYTES_MAX = 65_536;

  /** Grants that one end of a link takes in one conversation, and sends. */
  public static final int GRANTS_MAX = 256;

  /** Bytes of the smallest limit that messages of a reconciliation may have. */
  public static final int RECONCILE_FRAME_BYTES_MIN = 4096;

  /** Keys of those who are out in one manifest; docs/relay.md §3. */
  public static final int MANIFEST_OUT_MAX = 1024;

  /** Authors whose floors one prune raises; docs/relay.md §6. */
  public static final int RECEIPT_AUTHORS_MAX = 1024;

  /** Redemptions over one link that a relay judges at once; docs/relay.md. */
  public static final int RELAY_REDEEMS_BURST = 8;

  /** Milliseconds until it judges one more. */
  public static final long RELAY_REDEEM_REFILL_MS = 10_000;

  /** Bytes of the URL by which one end says where else a store is. */
  public static final int ELSEWHERE_BYTES_MAX = 300;

  /** Relays that others say hold a store and that its node's owner did not add yet. */
  public static final int SUGGESTIONS_MAX = 8;

  /** Milliseconds until another relay is called again the first time, at most. */
  public static final long RELAY_PEER_WAIT_MS = 1000;

  /** The same at last: each wait is twice as long as the one before. */
  public static final long RELAY_PEER_WAIT_MS_MAX = 300_000;

  /** Milliseconds after which a relay tells its operator that another is not reached. */
  public static final long RELAY_PEER_AWAY_MS = 3_600_000;

  /** Bytes more that a store takes before whoever brings them hears its terms; docs/relay.md §3. */
  public static final int RELAY_TERMS_BYTES = 65_536;

  /** Delegations that one end of a link shows in one conversation. */
  public static final int RELAY_DELEGATIONS_MAX = 64;

  /** Milliseconds that a link to a relay may take to prove who is at its other end. */
  public static final long RELAY_HANDSHAKE_MS = 15_000;

  /** Milliseconds that a relay puts up with somebody who is a member of nothing there. */
  public static final long RELAY_STRANGER_MS = 60_000;

  /** Frames that it takes of such a one. */
  public static final int RELAY_STRANGER_FRAMES = 64;

  /**
   * Intentions that come of one store and are looked at in one turn of a relay; twice as many where
   * several processors check signatures.
   */
  public static final int RELAY_TURN_INTENTIONS = 8;

  /** Stores of which what waits of a frame is taken further in one turn of a relay. */
  public static final int RELAY_TURN_STORES = 4;

  /** Bytes of frames that wait for another turn, on all links of a relay, and beside them. */
  public static final int RELAY_KEPT_BYTES_MAX = 8_388_608;

  /** What counts as kept beside such a frame, to go on where it was left: readers and names. */
  public static final int RELAY_KEPT_BESIDE_BYTES = 32_768;

  /** The part of a quota that acks, notices and marks may take beyond it: one in so many. */
  public static final int RELAY_RESERVE_SHARE = 16;

  /** Milliseconds after something came until a relay looks what may go, and between two looks. */
  public static final long RELAY_PRUNE_DELAY_MS = 60_000;

  /** Bytes of a log's first piece that are looked at in one turn before it goes. */
  public static final int SHORTEN_TURN_BYTES = 131_072;

  /** Intentions that a relay looks at in one turn of a prune. */
  public static final int RELAY_PRUNE_ROWS = 256;

  /** Milliseconds that something floats on a relay: a day. */
  public static final long RELAY_FLOAT_MS = 86_400_000;

  /** Prune receipts of one store that a relay keeps, the last ones. */
  public static final int RELAY_RECEIPTS_MAX = 256;

  /** Milliseconds after the last ticket of a store has ended until the store goes: 30 days. */
  public static final long RELAY_GRACE_MS = 2_592_000_000L;

  /** Signed lists of chunks that a relay judges over one link at once. */
  public static final int RELAY_LISTS_BURST = 32;

  /** Milliseconds until it judges one more. */
  public static final long RELAY_LIST_REFILL_MS = 1000;

  /** Chunks that a relay lets go of in one turn. */
  public static final int RELAY_TURN_CHUNKS = 64;

  /** Statements, receipts and intentions in one file of evidence; docs/relay.md §7. */
  public static final int EVIDENCE_ITEMS_MAX = 4096;

  /** Bytes of one file of evidence: 64 MiB. */
  public static final int EVIDENCE_BYTES_MAX = 67_108_864;

  /** Milliseconds between two questions of a node for what a relay holds of one store. */
  public static final long RELAY_ASK_MS = 60_000;

  /** Milliseconds after which a question to a relay counts as not answered. */
  public static final long RELAY_ANSWER_MS = 30_000;

  /** Store records in one bundle. */
  public static final int BUNDLE_STORES_MAX = 4096;

  /** Tips in one receipt of a bundle: so many fit in a row of a table. */
  public static final int BUNDLE_TIPS_MAX = 960;

  /** Records of one compact run. */
  public static final int RUN_INTENTIONS_MAX = 4096;

  /** References of one compact run that its reader looks up. */
  public static final int RUN_LOOKUPS_MAX = 4096;

  /** Bytes that one compact run is rebuilt to, 4 more counted for each intention. */
  public static final int RUN_BYTES_MAX = FRAME_BYTES_MAX - 1024;

  // Implementation limits.

  /** Bytes of one record's body in the log: a signed intention and a time are the largest. */
  public static final int RECORD_BYTES_MAX = SIGNED_BYTES_MAX + 8;

  /** Intentions of one store that wait for others. */
  public static final int FLOATING_MAX = 65_536;

  /** Hashes of one store that are cited but not here. */
  public static final int MISSING_MAX = 262_144;

  /** Authors of one store. */
  public static final int AUTHORS_MAX = 32_768;

  /** Epoch keys of one store that a node holds. */
  public static final int EPOCH_KEYS_MAX = 4096;

  /** Ranges of one message of a reconciliation. */
  public static final int RECONCILE_RANGES_MAX = 131_072;

  /** Messages that one side of a reconciliation takes. */
  public static final int RECONCILE_ROUNDS_MAX = 65_536;

  /** Bytes of a message of a reconciliation in a session. */
  public static final int RECONCILE_MESSAGE_BYTES_MAX = 32_768;

  /** Ranges of a message of a reconciliation in a session. */
  public static final int RECONCILE_MESSAGE_RANGES_MAX = 12_288;

  /** Messages of one reconciliation in a session that one end takes. */
  public static final int RECONCILE_MESSAGES_MAX = 4096;

  /** Reconciliations of a session since its sets agreed. */
  public static final int RECONCILE_TURNS_MAX = 64;

  /** Intentions a reconciliation in a session finds to be here and not there, or little more. */
  public static final int RECONCILE_HAVES_MAX = 65_536;

  /** Intentions it finds to be there and not here. */
  public static final int RECONCILE_NEEDS_MAX = 8192;

  /** Hashes in one request for such intentions. */
  public static final int RECONCILE_FETCH_MAX = 1024;

  /** Intentions that a reconciliation leaves out of the sums of the table of times. */
  public static final int RECONCILE_EXCEPTIONS_MAX = 4096;

  /** Intentions of a reconciliation that needs a set on the heap. */
  public static final int RECONCILE_TREE_MAX = 65_536;

  /** Milliseconds until what a peer brought is synced and acknowledged, at most. */
  public static final int COMMIT_DELAY_MS_MAX = 1000;

  /** Bytes of batches of one store that wait for one sync; with more it is at once. */
  public static final int COMMIT_BYTES_MAX = 262_144;

  /** Bytes of pushes of one store that an end takes of a peer at once; it sends half as many. */
  public static final int PUSH_BYTES_BURST = 1_048_576;

  /** The same a second, for as long as it goes on. */
  public static final int PUSH_BYTES_PER_SECOND = 262_144;

  /** Intentions in pushes of one store that an end takes of a peer at once; it sends half. */
  public static final int PUSH_INTENTIONS_BURST = 4096;

  /** The same a second, for as long as it goes on. */
  public static final int PUSH_INTENTIONS_PER_SECOND = 1024;

  /** Pushes of a session that are on the way unanswered. */
  public static final int PUSHES_IN_FLIGHT = 8;

  /**
   * Milliseconds that a peer which claims a tip of this node's own is believed though it gives
   * nothing new.
   */
  public static final long OWN_TIP_WAIT_MS = 60_000;

  /** Milliseconds that sets may differ without any progress before a round is begun. */
  public static final long PUSH_WAIT_MS = 500;

  /** So many of these waits at most, however much progress there is. */
  public static final int PUSH_WAITS_MAX = 16;

  /** Milliseconds that something pushed waits for its past before a round is begun. */
  public static final long PUSH_GAP_WAIT_MS = 50;

  /** Milliseconds until what a peer most likely gets elsewhere is announced to it. */
  public static final long ANNOUNCE_WAIT_MS = 50;

  /** Milliseconds without pushes after a peer was sent too many. */
  public static final long PUSH_BACK_OFF_MS = 5_000;

  /** Milliseconds until the first of the owners gives a store a new epoch that it needs. */
  public static final long ROTATION_DELAY_MS = 5_000;

  /** Milliseconds until a full disk is tried again, the first time. */
  public static final long FULL_RETRY_MS_MIN = 5_000;

  /** Milliseconds between two tries of a full disk at most. */
  public static final long FULL_RETRY_MS_MAX = 60_000;

  /** Milliseconds until what a handshake of a link says is said again, the first time. */
  public static final long NOISE_RETRY_MS = 1_000;

  /** The same at most. */
  public static final long NOISE_RETRY_MS_MAX = 30_000;

  /** Handshakes that one end of a link answers at once. */
  public static final int NOISE_BURST = 8;

  /** Milliseconds until it answers one more. */
  public static final long NOISE_REFILL_MS = 1_000;

  /** Milliseconds that one direction of a link is sealed under one key at most. */
  public static final long NOISE_GENERATION_MS = 3_600_000;

  /** Full rounds of a peer that are answered at once in one session though nothing is new. */
  public static final int ROUNDS_FULL_BURST = 32;

  /** Milliseconds until one more is. */
  public static final long ROUND_FULL_REFILL_MS = 5_000;

  /** Other rounds, of which whoever writes much begins one with each write. */
  public static final int ROUNDS_BURST = 1024;

  /** Milliseconds until one more of those is. */
  public static final long ROUND_REFILL_MS = 100;

  /** Conversations under one link's keys that a peer may begin at once. */
  public static final int CONVERSATIONS_BURST = 16;

  /** Milliseconds until it may begin one more. */
  public static final long CONVERSATION_REFILL_MS = 1_000;

  /** Joins over one link that are judged at once. */
  public static final int JOINS_BURST = 16;

  /** Milliseconds until one more is. */
  public static final long JOIN_REFILL_MS = 1_000;

  /** Intentions in one session that no sound node sends, before nothing more of it is taken. */
  public static final int INTENTIONS_WRONG_MAX = 64;

  /** Milliseconds that an end of a link which loses nothing waits for what the other owes. */
  public static final long SILENCE_MS = 120_000;

  /** Milliseconds between two looks of a node at whether a snapshot is to be made or agreed to. */
  public static final long SNAPSHOT_LOOK_MS = 1_000;

  /** Bytes of a snapshot that a node without keys keeps and fetches at most. */
  public static final long SNAPSHOT_CARRIED_BYTES_MAX = 1_073_741_824;

  /**
   * Milliseconds that each further owner waits longer before it makes a snapshot, and until one
   * that could not be read is tried again.
   */
  public static final long SNAPSHOT_DELAY_MS = 60_000;

  /** Names of one store's chunks that a node remembers which carries them without keys, at most. */
  public static final int CARRIED_NAMES_MAX = 1_048_576;

  private Limits() {}
}
