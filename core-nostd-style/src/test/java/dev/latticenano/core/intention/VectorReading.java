package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Verifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What our views read out of a vector's input: the verdict, and every expected field. */
final class VectorReading {
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Blake3 blake3 = Blake3.plain();
  private Verdict verdict = Verdict.OK;

  private VectorReading() {}

  /** Reads {@code vector}'s input as its kind says. */
  static VectorReading of(Map<String, String> vector) {
    VectorReading reading = new VectorReading();
    reading.read(vector);
    return reading;
  }

  Verdict verdict() {
    return verdict;
  }

  /** Field name to value, empty unless the verdict is OK. */
  Map<String, String> fields() {
    return verdict == Verdict.OK ? fields : Map.of();
  }

  /** The bytes of the hexadecimal input with its repeated byte; null if it is not hexadecimal. */
  static byte[] bytes(Map<String, String> vector) {
    byte[] input;
    try {
      input = Hex.decode(vector.get("input"));
    } catch (IllegalArgumentException e) {
      return null;
    }
    String repeat = vector.get("repeat");
    if (repeat == null) {
      return input;
    }
    String[] parts = repeat.split(" ");
    byte[] all = Arrays.copyOf(input, input.length + Integer.parseInt(parts[1]));
    Arrays.fill(all, input.length, all.length, Hex.decode(parts[0])[0]);
    return all;
  }

  private void read(Map<String, String> vector) {
    String kind = vector.get("kind");
    if (kind.equals("token")) {
      token(vector.get("input"));
      return;
    }
    if (kind.equals("hlc")) {
      fields.put("result", hlc(vector.get("input").split(" ")));
      return;
    }
    byte[] bytes = bytes(vector);
    if (bytes == null) {
      verdict = Verdict.TEXT_NOT_HEX;
      return;
    }
    switch (kind) {
      case "intention" -> intention(bytes);
      case "signed" -> signed(bytes);
      case "witness-content" -> witnessContent(bytes);
      case "witness" -> witness(bytes, Hex.decode(vector.get("witness_key")));
      case "ops" -> ops(bytes);
      case "kv" -> kv(bytes);
      case "envelope" -> envelope(bytes);
      case "notice" -> verdict = SnapshotOpVectors.readNotice(bytes, fields);
      case "restatement" -> verdict = SnapshotOpVectors.readRestatement(bytes, fields);
      case "epoch-change" -> epochChange(bytes);
      case "identity" -> identity(bytes);
      case "store-id" ->
          fields.put(
              "store",
              StoreId.derive(blake3, AuthorId.of(bytes, 0), LittleEndian.intAt(bytes, 32))
                  .toString());
      case "hash" -> fields.put("hash", hash(bytes));
      default -> throw new IllegalArgumentException("no such kind: " + kind);
    }
  }

  private String hash(byte[] bytes) {
    byte[] hash = new byte[32];
    blake3.hash(bytes, 0, bytes.length, hash, 0);
    return Hex.encode(hash);
  }

  private void intention(byte[] bytes) {
    IntentionView view = new IntentionView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      put(view);
    }
  }

  private void put(IntentionView view) {
    byte[] hash = new byte[32];
    view.hash(blake3, hash, 0);
    fields.put("hash", Hex.encode(hash));
    fields.put("author", view.author().toString());
    fields.put("wall_time", Long.toUnsignedString(view.wallMs()));
    fields.put("counter", Integer.toUnsignedString(view.counter()));
    fields.put("store", view.store().toString());
    fields.put("store_prev", view.storePrev().toString());
    StringJoiner condition = new StringJoiner(" ");
    for (int i = 0; i < view.conditionCount(); i++) {
      condition.add(view.condition(i).toString());
    }
    fields.put("condition_count", Integer.toString(view.conditionCount()));
    fields.put("ops_bytes", Integer.toString(view.opsLength()));
    if (view.conditionCount() <= 16 && view.opsLength() <= 1024) {
      fields.put("condition", condition.toString());
      fields.put("ops", Hex.encode(view.bytes(), view.opsOffset(), view.opsLength()));
      fields.put("sexpr", new OpsSexpr("").intention(view).full());
    }
  }

  private void signed(byte[] bytes) {
    SignedIntentionView view = new SignedIntentionView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      byte[] hash = new byte[32];
      verdict = IntentionProof.verify(view, blake3, new Ed25519Verifier(), hash, 0);
      put(view.intention());
      fields.put("signature", Hex.encode(bytes, view.signatureOffset(), 64));
    }
  }

  private void witnessContent(byte[] bytes) {
    WitnessContentView view = new WitnessContentView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      put(view);
    }
  }

  private void put(WitnessContentView view) {
    byte[] hash = new byte[32];
    view.hash(blake3, hash, 0);
    fields.put("hash", Hex.encode(hash));
    fields.put("store", view.store().toString());
    fields.put("intention", view.intention().toString());
    fields.put("wall_time", Long.toUnsignedString(view.wallMs()));
    fields.put("prev", view.prev().toString());
  }

  private void witness(byte[] bytes, byte[] key) {
    WitnessRecordView view = new WitnessRecordView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      byte[] hash = new byte[32];
      verdict = view.verify(blake3, new Ed25519Verifier(), key, 0, hash, 0);
      put(view.content());
      fields.put("signature", Hex.encode(bytes, view.signatureOffset(), 64));
    }
  }

  private void ops(byte[] bytes) {
    UniversalOpView view = new UniversalOpView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      fields.put("ops_kind", view.kind().name().toLowerCase(Locale.ROOT));
      fields.put(
          "content", Hex.encode(view.contentBytes(), view.contentOffset(), view.contentLength()));
      fields.put("sexpr", new OpsSexpr("").ops(bytes, 0, bytes.length).full());
    }
  }

  private void kv(byte[] bytes) {
    KvPayloadView view = new KvPayloadView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      verdict = view.checkKeys();
    }
    if (verdict != Verdict.OK) {
      return;
    }
    StringJoiner operations = new StringJoiner(" ");
    while (view.next()) {
      String key = Hex.encode(bytes, view.keyOffset(), view.keyLength());
      String value = Hex.encode(bytes, view.valueOffset(), view.valueLength());
      operations.add(
          switch (view.kind()) {
            case PUT -> "put(" + key + "," + value + ")";
            case DELETE -> "delete(" + key + ")";
            case UNKNOWN -> "unknown()";
          });
    }
    fields.put("operations", operations.toString());
  }

  private void envelope(byte[] bytes) {
    EnvelopeView view = new EnvelopeView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict != Verdict.OK) {
      return;
    }
    fields.put("holds", view.kind().name().toLowerCase(Locale.ROOT));
    if (view.supersedes()) {
      fields.put("supersedes_through", Hex.encode(bytes, view.supersedesOffset(), 32));
    }
    if (view.keeps()) {
      fields.put("keep", "1");
    }
    if (view.kind() == EnvelopeView.Kind.CLEAR) {
      UniversalOpView clear = view.clear();
      fields.put("ops_kind", clear.kind().name().toLowerCase(Locale.ROOT));
      fields.put(
          "content",
          Hex.encode(clear.contentBytes(), clear.contentOffset(), clear.contentLength()));
    } else if (view.kind() == EnvelopeView.Kind.SEALED) {
      byte[] in = view.sealedBytes();
      fields.put("epoch_id", Hex.encode(in, view.epochIdOffset(), 8));
      fields.put("nonce", Hex.encode(in, view.nonceOffset(), 24));
      fields.put("ciphertext", Hex.encode(in, view.ciphertextOffset(), view.ciphertextLength()));
    }
  }

  private void epochChange(byte[] bytes) {
    EpochChangeView view = new EpochChangeView().wrap(bytes, 0, bytes.length);
    verdict = view.check();
    if (verdict == Verdict.OK) {
      fields.put("epoch_id", view.epochId().toString());
      fields.put("ephemeral", Hex.encode(bytes, view.ephemeralOffset(), 32));
      StringJoiner recipients = new StringJoiner(" ");
      for (int i = 0; i < Math.min(view.wrapCount(), 4); i++) {
        recipients.add(view.recipient(i).toString());
      }
      fields.put("recipients_count", Integer.toString(view.wrapCount()));
      if (view.wrapCount() <= 4) {
        fields.put("recipients", recipients.toString());
      }
    }
  }

  private void identity(byte[] bytes) {
    verdict = Identity.check(bytes);
    if (verdict == Verdict.OK) {
      byte[] key = new byte[32];
      Identity.signer(bytes).publicKey(key, 0);
      fields.put("author", Hex.encode(key));
    }
  }

  private void token(String text) {
    verdict = InviteToken.check(text);
    if (verdict == Verdict.OK) {
      InviteToken token = InviteToken.parse(text);
      fields.put("store", token.store().toString());
      fields.put("secret", Hex.encode(token.secret()));
      fields.put("inviter", token.inviter().toString());
      byte[] invite = new byte[32];
      token.invite().publicKey(invite, 0);
      fields.put("invite", Hex.encode(invite));
    }
  }

  private static String hlc(String[] words) {
    Hlc first = clock(words[1]);
    return switch (words[0]) {
      case "tick" -> first.tick(number(words[2])).toString();
      case "update" -> first.update(clock(words[2]), number(words[3])).toString();
      case "clamp" ->
          first.clampFuture(clock(words[2]), number(words[3]), number(words[4])).toString();
      case "future" -> Boolean.toString(first.isFuture(number(words[2]), number(words[3])));
      case "compare" -> Integer.toString(Integer.signum(first.compareTo(clock(words[2]))));
      default -> throw new IllegalArgumentException("no such step: " + words[0]);
    };
  }

  private static Hlc clock(String text) {
    int dot = text.indexOf('.');
    return new Hlc(
        number(text.substring(0, dot)), Integer.parseUnsignedInt(text.substring(dot + 1)));
  }

  private static long number(String text) {
    return Long.parseUnsignedLong(text);
  }
}
