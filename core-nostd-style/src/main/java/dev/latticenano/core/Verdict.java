package dev.latticenano.core;

/**
 * Every answer to "here are bytes": one constant per numbered rule of docs/protocol.md and of the
 * pages of its parts: files, members, noise, bundles, reconcile, runs, snapshots and relay. A
 * verdict other than {@link #OK} that breaks a rule is the sender's fault; it is counted and
 * reported, never thrown.
 *
 * <p>Codes travel and are never reused: 1–99 data, 100–199 ingest and order, 200–299 session,
 * 300–399 files and snapshots, 400–499 relays.
 *
 * <p>One list, so longer than a file may be: a code's uniqueness, its rule and its sentence are
 * read and checked in one place, and a verdict is one constant wherever it is counted, stored, sent
 * or switched on. Several enums would be several answers to the same question.
 */
public enum Verdict {
  /** The bytes keep every rule. */
  OK(0, ""),
  /** The bytes end before the intention does. */
  INTENTION_TOO_SHORT(1, "intention-1"),
  /** The condition is of a kind other than V1. */
  CONDITION_TAG_UNKNOWN(2, "intention-2"),
  /** The condition has more hashes than are accepted. */
  CONDITION_TOO_LONG(3, "intention-3"),
  /** The ops are longer than accepted. */
  OPS_TOO_LONG(4, "intention-4"),
  /** Bytes follow the intention's end. */
  TRAILING_BYTES(5, "intention-5"),
  /** Not the protobuf of a signed intention. */
  SIGNED_MALFORMED(10, "signed-1"),
  /** Longer than any signed intention. */
  SIGNED_TOO_LONG(11, "signed-2"),
  /** The signature is not 64 bytes. */
  SIGNATURE_LENGTH(12, "signed-3"),
  /** The signature is not the author's over this hash, by the strict rule. */
  SIGNATURE_WRONG(13, "signed-4"),
  /** Not the protobuf of a witness content. */
  WITNESS_MALFORMED(20, "witness-1"),
  /** A store id or hash in a witness content has the wrong length. */
  WITNESS_ID_LENGTH(21, "witness-2"),
  /** Not the protobuf of a witness record. */
  WITNESS_RECORD_MALFORMED(22, "witness-3"),
  /** The signature of a witness record is not 64 bytes. */
  WITNESS_SIGNATURE_LENGTH(23, "witness-4"),
  /** The signature is not the witness's over this content. */
  WITNESS_SIGNATURE_WRONG(24, "witness-5"),
  /** Not the protobuf of a universal op. */
  OPS_MALFORMED(30, "ops-1"),
  /** Not the protobuf of a key-value payload. */
  KV_MALFORMED(35, "kv-1"),
  /** A key is longer than 4096 bytes. */
  KV_KEY_TOO_LONG(36, "kv-2"),
  /** Not the protobuf of an envelope. */
  ENVELOPE_MALFORMED(40, "envelope-1"),
  /** The mark of superseded history is not a hash. */
  SUPERSEDES_LENGTH(41, "envelope-2"),
  /** A sealed part's epoch id, nonce or ciphertext has the wrong length. */
  SEALED_LENGTH(42, "envelope-3"),
  /** An envelope lies inside an envelope. */
  ENVELOPE_NESTED(43, "envelope-4"),
  /** What says whether an intention is kept is neither 0 nor 1. */
  KEEP_WRONG(360, "envelope-5"),
  /** Not the protobuf of an epoch change. */
  EPOCH_MALFORMED(44, "epoch-1"),
  /** An epoch change with no wrap, or with more than a store has members. */
  EPOCH_WRAPS_COUNT(45, "epoch-2"),
  /** An epoch id, ephemeral key or wrap has the wrong length. */
  EPOCH_LENGTH(46, "epoch-3"),
  /** The ephemeral key of an epoch change is zero. */
  EPOCH_EPHEMERAL_ZERO(47, "epoch-4"),
  /** Wraps are out of the order of their recipients, or one has two. */
  EPOCH_RECIPIENTS_UNORDERED(48, "epoch-5"),
  /** What is wrapped for this node's own key is not the key of this epoch. */
  WRAP_BROKEN(49, "epoch-6"),
  /** Not the text of a token: a character outside the Base58 alphabet, or far too long or short. */
  TOKEN_TEXT(50, "token-1"),
  /** The token's checksum does not match: mistyped or cut. */
  TOKEN_CHECKSUM(51, "token-2"),
  /** The token is of another kind or version. */
  TOKEN_VERSION(52, "token-3"),
  /** The token does not hold the protobuf of an invite token. */
  TOKEN_MALFORMED(53, "token-4"),
  /** The token's store, secret or inviter has the wrong length. */
  TOKEN_FIELD_LENGTH(54, "token-5"),
  /** Sealed under a key that is not here; nobody's fault. */
  SEALED_NO_KEY(55, "sealed-1"),
  /** The tag does not fit: other ops, or an envelope taken from another intention. */
  SEAL_BROKEN(56, "sealed-2"),
  /** What was sealed does not end in padding, or in more or less of it than its length asks for. */
  PADDING_MALFORMED(57, "sealed-3"),
  /** What a joiner is given does not open with its key, for this store and conversation. */
  JOIN_BOX_BROKEN(58, "sealed-4"),
  /** What a joiner is given is not the protobuf of it, or a part has the wrong length. */
  JOIN_BOX_MALFORMED(59, "sealed-5"),
  /** An identity file is not 32 bytes. */
  IDENTITY_LENGTH(60, "identity-1"),
  /** An identity file holds only zeros: what a power cut leaves, not a key. */
  IDENTITY_ZERO(61, "identity-2"),
  /** Nothing that counts made the author a member, in the past of what it wrote. */
  MEMBER_UNKNOWN(62, "member-1"),
  /** The author is revoked, or of a role that may not write this. */
  ROLE_LACKS_RIGHT(63, "member-2"),
  /** The right to write it was taken, and whoever took it had not seen it. */
  RIGHT_WITHDRAWN(64, "member-3"),
  /** The author was no owner when it spoke of members, or of epochs. */
  AUTHORITY_LACKING(66, "member-4"),
  /** The author's ownership rests on what an owner of better rank took back. */
  AUTHORITY_OUTRANKED(67, "member-5"),
  /** There are as many members, or words about them, as a store has room for. */
  MEMBERS_FULL(68, "member-6"),
  /** Text that should be hexadecimal is not. */
  TEXT_NOT_HEX(65, "text-1"),

  // Snapshots and restatements: docs/snapshots.md. Codes from 79 downwards.
  /** Not the protobuf of a restatement. */
  RESTATEMENT_MALFORMED(72, "restatement-1"),
  /** A hash or a timestamp in a restatement has the wrong length. */
  RESTATEMENT_LENGTH(73, "restatement-2"),
  /** What a restatement lists does not rise by space, key and hash. */
  RESTATEMENT_DISORDERED(74, "restatement-3"),
  /** A snapshot's size is no tree's, or not of the levels stated. */
  NOTICE_TREE_WRONG(75, "notice-5"),
  /** A notice's frontier is empty, does not rise by author, or has a height that none has. */
  NOTICE_FRONTIER_WRONG(76, "notice-4"),
  /** A notice's frontier has more authors than a snapshot may have. */
  NOTICE_TOO_LONG(77, "notice-3"),
  /** An epoch id, the cid or the frontier in a notice has the wrong length. */
  NOTICE_LENGTH(78, "notice-2"),
  /** Not the protobuf of a snapshot notice. */
  NOTICE_MALFORMED(79, "notice-1"),
  /** The intention belongs to another store. */
  WRONG_STORE(100, "ingest-1"),
  /** The intention is here already; nobody's fault. */
  DUPLICATE(101, "ingest-2"),
  /** Kept, and waits for intentions that it cites; nobody's fault. */
  FLOATING(102, "ingest-3"),
  /** Too much waits already; nothing is kept, try again later. */
  TABLE_FULL(103, "ingest-4"),
  /** The store_prev is an intention of another author. */
  STORE_PREV_FOREIGN(104, "ingest-5"),
  /** The author was never a member: nothing is kept unless something here waits for it. */
  AUTHOR_UNKNOWN(110, "ingest-6"),
  /** The author is revoked: nothing new is kept unless something here waits for it. */
  AUTHOR_REVOKED(111, "ingest-7"),
  /** It would stand where a snapshot says that there is something else, or nothing. */
  CHECKPOINT_VIOLATED(112, "ingest-8"),
  /** A peer holds intentions of our own that are not here: writing now would fork our chain. */
  OWN_TIP_UNKNOWN(105, "author-1"),
  /** Our own chain is forked: this identity writes in two places. */
  AUTHOR_FORKED(106, "author-2"),
  /** The store was joined and this node has not agreed with a member yet: it writes nothing. */
  BOOTSTRAP_UNFINISHED(295, "author-3"),
  /** A frame is longer than any may be. */
  FRAME_TOO_LONG(200, "frame-1"),
  /** A frame is not exactly one message. */
  FRAME_MALFORMED(201, "frame-2"),
  /** A message of a number that is not known here; it is passed over. */
  MESSAGE_UNKNOWN(202, "frame-3"),
  /** More messages than a frame may hold. */
  FRAME_MESSAGES_TOO_MANY(281, "frame-4"),
  /** The peer begins round after round, and nothing is new. */
  ROUNDS_TOO_MANY(285, "session-44"),
  /** The peer begins conversation after conversation. */
  CONVERSATIONS_TOO_MANY(286, "session-45"),
  /** The peer owes an answer and has said nothing for too long, on a link that loses nothing. */
  PEER_SILENT(287, "session-46"),
  /** The peer asks to be let in too often. */
  JOINS_TOO_MANY(288, "session-47"),
  /** The peer sends intentions that no sound node has. */
  INTENTIONS_WRONG(289, "session-48"),
  /** A hello whose fields do not decode. */
  HELLO_MALFORMED(210, "session-1"),
  /** The peer speaks another version of the protocol. */
  VERSION_UNKNOWN(211, "session-2"),
  /** A message before the hello. */
  NOT_GREETED(213, "session-4"),
  /** An offer not of whole 8-byte names, or of too many. */
  OFFER_MALFORMED(214, "session-5"),
  /** A message about a store that both ends are not known to hold. */
  SESSION_UNKNOWN(215, "session-6"),
  /** A frontier without round and digest, or with broken tips. */
  FRONTIER_MALFORMED(216, "session-7"),
  /** A batch of intentions that is not one. */
  BATCH_MALFORMED(217, "session-8"),
  /** An acknowledgement of what was never sent. */
  ACK_MALFORMED(218, "session-9"),
  /** A request for a chunk without its name, or beyond its end. */
  WANT_MALFORMED(219, "session-10"),
  /** More requests for chunks than are served at a time. */
  WANTS_TOO_MANY(220, "session-11"),
  /** A piece of a chunk whose numbers do not fit. */
  CHUNK_MALFORMED(221, "session-12"),
  /** A word on rest that is not one. */
  REST_MALFORMED(222, "session-13"),
  /** Both ends sent all they know to lack, and yet the sets differ. */
  SETS_DIFFER(223, "session-14"),
  /** The disk is full: nothing was lost, and the next session goes on. */
  STORE_FULL(224, "session-15"),
  /** A word on chunks kept that names none, too many, or half a one. */
  KEPT_MALFORMED(225, "session-16"),
  /** A request for damaged intentions, or an answer to it, that is not one. */
  MEND_MALFORMED(226, "session-17"),
  /** Intentions are damaged here, and the peer could not give all of them. */
  DAMAGE_REMAINS(227, "session-18"),
  /** A wish to join, or an answer to one, that is not one. */
  JOIN_MALFORMED(228, "session-19"),
  /** No invite of this key lets anybody into a store here; nor is it said which of the two. */
  INVITE_UNKNOWN(229, "session-20"),
  /** The invite's time is over, by the acceptor's clock. */
  INVITE_EXPIRED(230, "session-21"),
  /** The invite has let in as many as it may. */
  INVITE_USED(231, "session-22"),
  /** The invite was taken back. */
  INVITE_REVOKED(232, "session-23"),
  /** A part of a base has no number, or the base is too large. */
  BASE_MALFORMED(233, "session-24"),
  /** One end begins above what the other has: only a snapshot helps. */
  BELOW_FLOOR(234, "session-25"),
  /** A base without a notice, or with an intention that does not name it. */
  BASE_PROOF_WRONG(235, "session-26"),
  /** Not every voter in a snapshot agreed to it, or no owner did. */
  BASE_NOT_AGREED(236, "session-27"),
  /** A request for names, or its answer, is not numbered, or not made of whole parts. */
  NAME_MALFORMED(237, "session-28"),
  /**
   * A question for what a store needs, or its answer, is not numbered, or not made of whole names.
   */
  NEEDS_MALFORMED(238, "session-29"),
  /** The names that a store needs do not rise, or do not go on behind the last one heard. */
  NEEDS_DISORDERED(239, "session-30"),
  /** A message of a reconciliation is not numbered, or asks for nothing, too much or half names. */
  RECONCILE_MALFORMED(275, "session-35"),
  /** Floors are not whole, not in order of authors, or too many. */
  FLOORS_MALFORMED(276, "session-36"),
  /** A grant without its name, its box or a sound number, or with a box too long. */
  GRANT_MALFORMED(282, "session-31"),
  /** More grants than are taken in one conversation. */
  GRANTS_TOO_MANY(283, "session-3"),
  /** All that a peer has of a store whose id is derived is here, and no genesis derives the id. */
  GENESIS_ABSENT(296, "session-40"),
  /** A push that is not numbered, brings nothing, or has half a digest. */
  PUSH_MALFORMED(290, "session-37"),
  /** More is pushed than is taken at a time; a round brings it. */
  PUSH_TOO_FAST(291, "session-38"),
  /** An answer to what was never pushed. */
  PUSHED_MALFORMED(292, "session-39"),

  // The handshake of a link and its sealed frames: docs/noise.md.
  /** The frame is of no kind that a link knows. */
  NOISE_KIND_UNKNOWN(250, "noise-1"),
  /** The frame does not have the bytes of its kind. */
  NOISE_LENGTH(251, "noise-2"),
  /** A message of the handshake is not read under the keys it claims. */
  NOISE_UNPROVEN(252, "noise-3"),
  /** No author answers for the transport key. */
  VOUCHER_WRONG(253, "noise-4"),
  /** The other end of the link is this one. */
  NOISE_REFLECTED(254, "noise-5"),
  /** More handshakes are begun than are answered. */
  NOISE_FLOOD(255, "noise-6"),
  /** The counter of a sealed frame was there before. */
  NOISE_REPEATED(256, "noise-7"),
  /** The counter of a sealed frame is none, or far ahead. */
  NOISE_COUNTER_WRONG(257, "noise-8"),
  /** The tag of a sealed frame is wrong. */
  NOISE_SEAL_WRONG(258, "noise-9"),
  /** A sealed frame comes before there are keys. */
  NOISE_EARLY(259, "noise-10"),

  // Bundles: docs/bundles.md.
  /** The file does not begin as a bundle of a version known here does. */
  BUNDLE_HEADER_WRONG(260, "bundle-1"),
  /** No key here opens the bundle: it is for somebody else. */
  BUNDLE_NOT_FOR_US(261, "bundle-2"),
  /** A part's tag is not that of its bytes and place. */
  BUNDLE_PART_WRONG(262, "bundle-3"),
  /** The file ends before its last part does, or that part is damaged. */
  BUNDLE_CUT(263, "bundle-4"),
  /** A record is of an unknown kind, or has bytes that its kind does not. */
  BUNDLE_RECORD_MALFORMED(264, "bundle-5"),
  /** A record stands where its kind may not, or the bundle is of too many stores. */
  BUNDLE_DISORDERED(265, "bundle-6"),
  /** Behind the end is something else than the zeros that its length asks for. */
  BUNDLE_PADDING_WRONG(266, "bundle-7"),
  /** A receipt is of another store, or not signed by its sender. */
  BUNDLE_RECEIPT_WRONG(267, "bundle-8"),

  // Compact runs: docs/runs.md.
  /** A record of a run is cut, or names what was not there before it. */
  RUN_MALFORMED(270, "run-1"),
  /** A run has more records or look-ups, or is rebuilt to more bytes, than any may. */
  RUN_TOO_LONG(271, "run-2"),
  /** What a run looks up is not here, or more than once; nobody's fault. */
  RUN_CONTEXT_MISSING(272, "run-3"),

  // Reconciliation: docs/reconcile.md.
  /** The message is empty, or does not begin with a version. */
  RECONCILE_VERSION_WRONG(240, "reconcile-1"),
  /** The responder speaks another version. */
  RECONCILE_VERSION_REFUSED(241, "reconcile-2"),
  /** The message is longer than accepted. */
  RECONCILE_TOO_LONG(242, "reconcile-3"),
  /** The message ends inside a range. */
  RECONCILE_CUT(243, "reconcile-4"),
  /** A number is not in its shortest form, or beyond 64 bits. */
  RECONCILE_NUMBER_WRONG(244, "reconcile-5"),
  /** A bound has too long a prefix, a prefix behind everything, or a time beyond all. */
  RECONCILE_BOUND_WRONG(245, "reconcile-6"),
  /** A bound is not above the one before. */
  RECONCILE_DISORDERED(246, "reconcile-7"),
  /** A range of a mode that is not known. */
  RECONCILE_MODE_UNKNOWN(247, "reconcile-8"),
  /** The message has more ranges than accepted. */
  RECONCILE_RANGES_TOO_MANY(248, "reconcile-9"),
  /** The peer goes on and on. */
  RECONCILE_ROUNDS_TOO_MANY(249, "reconcile-10"),

  // Paths, directory entries and chunks: docs/files.md.
  /** The path has no bytes. */
  PATH_EMPTY(300, "file-1"),
  /** The path is longer than 4096 bytes. */
  PATH_TOO_LONG(301, "file-2"),
  /** The path is not UTF-8. */
  PATH_NOT_UTF8(302, "file-3"),
  /** The path begins with a slash or a drive. */
  PATH_ABSOLUTE(303, "file-4"),
  /** A part of the path is empty. */
  PATH_PART_EMPTY(304, "file-5"),
  /** A part of the path is {@code .} or {@code ..}. */
  PATH_PART_DOTS(305, "file-6"),
  /** A part of the path is longer than 255 bytes. */
  PATH_PART_TOO_LONG(306, "file-7"),
  /** The path has a control character, NUL among them. */
  PATH_CONTROL_CHARACTER(307, "file-8"),
  /** The path has a backslash, which separates parts on some hosts. */
  PATH_BACKSLASH(308, "file-9"),
  /** Not the protobuf of a directory entry. */
  ENTRY_MALFORMED(310, "file-10"),
  /** The entry's name is not the last part of its path. */
  ENTRY_NAME_WRONG(311, "file-11"),
  /** The entry is neither a file nor a directory. */
  ENTRY_MODE_UNKNOWN(312, "file-12"),
  /** Size, inline content and root do not fit one another. */
  ENTRY_CONTENT_WRONG(313, "file-13"),
  /** The file is larger than a chunk tree can be. */
  ENTRY_TOO_LARGE(314, "file-14"),
  /** The tree does not have the levels its size asks for. */
  ENTRY_LEVELS_WRONG(315, "file-15"),
  /** Key, epoch and digest are not what content in sealed chunks has, or others have any. */
  ENTRY_KEY_WRONG(316, "file-16"),
  /** The chunk is empty or longer than 262 144 bytes. */
  CHUNK_LENGTH(320, "chunk-1"),
  /** The chunk's bytes do not have its name. */
  CHUNK_MISNAMED(321, "chunk-2"),
  /** A chunk of names does not have the length its place asks for. */
  CHUNK_NODE_LENGTH(322, "chunk-3"),
  /** A chunk of content does not have the length its place asks for. */
  CHUNK_LEAF_LENGTH(323, "chunk-4"),
  /** A chunk of content does not open under its file's key. */
  CHUNK_SEAL_BROKEN(324, "chunk-5"),
  /** What fills up the last chunk of content is not zeros. */
  CHUNK_PADDING_WRONG(325, "chunk-6"),
  /** The content read from end to end does not have the digest of its entry. */
  CONTENT_DIGEST_WRONG(326, "chunk-7"),

  // The content of snapshots: docs/snapshots.md.
  /** A part's tag is not that of its bytes, place, frontier and store under this key. */
  SNAPSHOT_PART_WRONG(340, "snapshot-1"),
  /** The content does not begin as a snapshot does. */
  SNAPSHOT_MAGIC_WRONG(341, "snapshot-2"),
  /** The snapshot is of a version unknown here. */
  SNAPSHOT_VERSION_UNKNOWN(342, "snapshot-3"),
  /** The snapshot is of another store. */
  SNAPSHOT_STORE_WRONG(343, "snapshot-4"),
  /** The snapshot stands at another frontier than its notice says, or at none. */
  SNAPSHOT_FRONTIER_WRONG(344, "snapshot-5"),
  /** A row or the end is cut, of an unknown kind, beyond its limits, or not in shortest form. */
  SNAPSHOT_ROW_MALFORMED(345, "snapshot-6"),
  /** Rows do not rise by table and key. */
  SNAPSHOT_ROWS_DISORDERED(346, "snapshot-7"),
  /** What a row is said to name lies outside it, or above the frontier. */
  SNAPSHOT_NAME_WRONG(347, "snapshot-8"),
  /** The end counts other rows or names than there were. */
  SNAPSHOT_COUNT_WRONG(348, "snapshot-9"),
  /** Behind the end is something else than the zeros that its length asks for. */
  SNAPSHOT_PADDING_WRONG(349, "snapshot-10"),

  // What restatements say of what is here: docs/snapshots.md. Codes from 355.
  /** A restatement names a head of another author, or of a later intention. */
  RESTATEMENT_FOREIGN(355, "restatement-4"),
  /** The intention named did not write that key so. */
  RESTATEMENT_DIFFERS(356, "restatement-5"),
  /** Something in a restatement's past had replaced the head that it names. */
  RESTATEMENT_REPLACED(357, "restatement-6"),
  /** A restatement says that something was replaced that is not in its past. */
  RESTATEMENT_UNSEEN(358, "restatement-7"),
  /** A mark that stands on no restatement, or names what must not be passed. */
  RESTATEMENT_MARK_WRONG(359, "restatement-8"),
  /** The text is no ticket's, or mistyped. */
  TICKET_TEXT_WRONG(400, "relay-1"),
  /** The bytes of a ticket have another form. */
  TICKET_MALFORMED(401, "relay-2"),
  /** The relay named in a ticket did not sign it. */
  TICKET_SIGNATURE_WRONG(402, "relay-3"),
  /** The bytes of a manifest have another form. */
  MANIFEST_MALFORMED(403, "relay-4"),
  /** A manifest in which nobody is an active owner. */
  MANIFEST_NO_OWNER(404, "relay-5"),
  /** A manifest's creator and nonce do not give the store's id. */
  MANIFEST_STORE_WRONG(405, "relay-6"),
  /** A manifest's signer did not sign it. */
  MANIFEST_SIGNATURE_WRONG(406, "relay-7"),
  /** A manifest signed by somebody who is no owner of the store. */
  MANIFEST_NOT_OWNER(407, "relay-8"),
  /** A manifest that is not newer than the one here. */
  MANIFEST_OLD(408, "relay-9"),
  /** A ticket of another relay. */
  TICKET_FOREIGN(409, "relay-10"),
  /** A ticket whose time to be redeemed, or to serve, is over. */
  TICKET_EXPIRED(410, "relay-11"),
  /** A ticket that was redeemed for as many stores as it is good for. */
  TICKET_USED(411, "relay-12"),
  /** A ticket for another store. */
  TICKET_STORE_WRONG(412, "relay-13"),
  /** A manifest without a ticket of a store that the relay does not hold, for all one may know. */
  STORE_NOT_HELD(413, "relay-14"),
  /** A store in the clear on a relay that takes only sealed ones. */
  CLEAR_STORE_REFUSED(414, "relay-15"),
  /** What a sealed store's members say to each other, in the clear. */
  CLEAR_OPS_REFUSED(415, "relay-16"),
  /** Something else than an ack by somebody who may only acknowledge. */
  ACKS_ONLY(416, "relay-17"),
  /** The store's tickets hold no more. */
  STORE_OVER_QUOTA(417, "relay-18"),
  /** The author has its share of the store. */
  MEMBER_OVER_QUOTA(418, "relay-19"),
  /** The relay holds no more. */
  RELAY_OVER_QUOTA(419, "relay-20"),
  /** The time of the store's tickets is over: it is there to be read. */
  SERVICE_ENDED(420, "relay-21"),
  /** A message to or of a relay whose fields do not decode. */
  REDEEM_MALFORMED(421, "relay-22"),
  /** A delegation by nobody, for somebody else, or whose time is over. */
  DELEGATION_WRONG(422, "relay-23"),
  /** Something new from whoever speaks for a member that lets it only read. */
  DELEGATION_READS(423, "relay-24"),
  /** More redemptions and delegations than are judged over one link. */
  REDEEMS_TOO_MANY(424, "relay-25"),
  /** The bytes of a relay's statement have another form. */
  STATEMENT_MALFORMED(425, "relay-26"),
  /** A statement's relay did not sign it, or not this list. */
  STATEMENT_SIGNATURE_WRONG(426, "relay-27"),
  /** The bytes of a prune receipt have another form. */
  RECEIPT_MALFORMED(427, "relay-28"),
  /** A prune receipt's relay did not sign it. */
  RECEIPT_SIGNATURE_WRONG(428, "relay-29"),
  /** The bytes of a file of evidence have another form. */
  EVIDENCE_MALFORMED(430, "relay-31"),
  /** A relay signed two things that cannot both be so, whatever happened in between. */
  RELAY_FORKED(431, "relay-32"),
  /** What a relay counts upwards is less in a later statement. */
  RELAY_ROLLED_BACK(432, "relay-33"),
  /** A relay listed intentions of a member, and lists fewer later. */
  RELAY_WITHHELD(433, "relay-34"),
  /** A relay dropped what no receipt of its says that it dropped. */
  RELAY_DROPPED(434, "relay-35"),
  /** A relay agreed with this node and does not list what both had. */
  RELAY_OWES(435, "relay-36"),
  /** The bytes of a chunk list, or of a message about one, have another form. */
  CHUNK_LIST_MALFORMED(436, "relay-37"),
  /** A chunk list's member did not sign it. */
  CHUNK_LIST_SIGNATURE_WRONG(437, "relay-38"),
  /** A chunk list of another store, of somebody else, or of one whose list counts for nothing. */
  CHUNK_LIST_FOREIGN(438, "relay-39"),
  /** A chunk list that is not newer than the member's last. */
  CHUNK_LIST_OLD(439, "relay-40"),
  /** A chunk list of another set than is here now. */
  CHUNK_LIST_UNEVEN(440, "relay-41"),
  /** A chunk list whose names are not those that were heard last; they are asked for again. */
  CHUNK_LIST_UNHEARD(441, "relay-42"),
  /** More chunk lists than are judged over one link. */
  CHUNK_LISTS_TOO_MANY(442, "relay-43");

  private static final Verdict[] VALUES = values();

  private final int code;
  private final String rule;

  Verdict(int code, String rule) {
    this.code = code;
    this.rule = rule;
  }

  /** The verdict of a wire code; {@link #MESSAGE_UNKNOWN} for a code from a later version. */
  public static Verdict ofCode(int code) {
    for (Verdict verdict : VALUES) {
      if (verdict.code == code) {
        return verdict;
      }
    }
    return MESSAGE_UNKNOWN;
  }

  /** The number that travels on the wire; never reused. */
  public int code() {
    return code;
  }

  /**
   * The rule's name in docs/protocol.md or the page of its part, like {@code intention-3}; empty
   * for {@link #OK}.
   */
  public String rule() {
    return rule;
  }
}
