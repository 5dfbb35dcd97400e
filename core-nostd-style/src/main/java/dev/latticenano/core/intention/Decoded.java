package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Verifier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code lattice debug decode} says about text that somebody found: an ordered map of field
 * name to value, ready to be printed as one JSON object. First {@code valid} and {@code verdict},
 * then every field that could be read, by its name in docs/protocol.md §12. Values are booleans,
 * text, whole numbers, lists and maps of these; ids and bytes are hexadecimal. Cold.
 */
public final class Decoded {
  private Decoded() {}

  /** An intention in hexadecimal: its canonical bytes. */
  public static Map<String, Object> intention(String hex) {
    byte[] bytes = bytes(hex);
    if (bytes == null) {
      return verdict(Verdict.TEXT_NOT_HEX);
    }
    IntentionView view = new IntentionView().wrap(bytes, 0, bytes.length);
    Map<String, Object> out = verdict(view.check());
    if (isValid(out)) {
      put(out, view);
    }
    return out;
  }

  /** A signed intention in hexadecimal; valid only with its author's signature. */
  public static Map<String, Object> signed(String hex) {
    byte[] bytes = bytes(hex);
    if (bytes == null) {
      return verdict(Verdict.TEXT_NOT_HEX);
    }
    SignedIntentionView view = new SignedIntentionView().wrap(bytes, 0, bytes.length);
    Verdict form = view.check();
    if (form != Verdict.OK) {
      return verdict(form);
    }
    Verifier verifier = new Ed25519Verifier();
    byte[] hash = new byte[Hash.BYTES];
    Map<String, Object> out =
        verdict(IntentionProof.verify(view, Blake3.plain(), verifier, hash, 0));
    put(out, view.intention());
    out.put(
        "signature",
        Hex.encode(bytes, view.signatureOffset(), SignedIntentionView.SIGNATURE_BYTES));
    return out;
  }

  /**
   * A witness record in hexadecimal. It does not say who signed it, so its validity is of form
   * only.
   */
  public static Map<String, Object> witness(String hex) {
    byte[] bytes = bytes(hex);
    if (bytes == null) {
      return verdict(Verdict.TEXT_NOT_HEX);
    }
    WitnessRecordView view = new WitnessRecordView().wrap(bytes, 0, bytes.length);
    Map<String, Object> out = verdict(view.check());
    if (isValid(out)) {
      WitnessContentView content = view.content();
      byte[] hash = new byte[Hash.BYTES];
      content.hash(Blake3.plain(), hash, 0);
      out.put("hash", Hex.encode(hash));
      out.put("store", content.store().toString());
      out.put("intention", content.intention().toString());
      out.put("wall_time", unsigned(content.wallMs()));
      out.put("prev", content.prev().toString());
      out.put(
          "signature",
          Hex.encode(bytes, view.signatureOffset(), SignedIntentionView.SIGNATURE_BYTES));
    }
    return out;
  }

  /** Ops in hexadecimal; what an envelope or an epoch change holds counts too. */
  public static Map<String, Object> ops(String hex) {
    byte[] bytes = bytes(hex);
    if (bytes == null) {
      return verdict(Verdict.TEXT_NOT_HEX);
    }
    UniversalOpView view = new UniversalOpView().wrap(bytes, 0, bytes.length);
    Verdict verdict = view.check();
    EnvelopeView envelope = new EnvelopeView();
    EpochChangeView change = new EpochChangeView();
    if (verdict == Verdict.OK) {
      verdict =
          switch (view.kind()) {
            case ENVELOPE -> envelope.wrap(view).check();
            case EPOCH_CHANGE -> change.wrap(view).check();
            default -> Verdict.OK;
          };
    }
    Map<String, Object> out = verdict(verdict);
    if (isValid(out)) {
      out.put("kind", view.kind().name().toLowerCase(Locale.ROOT));
      out.put("ops", Hex.encode(bytes));
      out.put("sexpr", new OpsSexpr("").ops(bytes, 0, bytes.length).full());
      switch (view.kind()) {
        case ENVELOPE -> put(out, envelope);
        case EPOCH_CHANGE -> put(out, change);
        default -> {}
      }
    }
    return out;
  }

  private static void put(Map<String, Object> out, EnvelopeView view) {
    if (view.supersedes()) {
      Hash through = Hash.of(view.bytes(), view.supersedesOffset());
      out.put("supersedes_through", through.toString());
    }
    if (view.keeps()) {
      out.put("keep", 1);
    }
    out.put("body", view.kind().name().toLowerCase(Locale.ROOT));
    if (view.kind() == EnvelopeView.Kind.SEALED) {
      byte[] bytes = view.sealedBytes();
      out.put("epoch_id", EpochId.of(bytes, view.epochIdOffset()).toString());
      out.put("nonce", Hex.encode(bytes, view.nonceOffset(), EnvelopeView.NONCE_BYTES));
      out.put("ciphertext_bytes", view.ciphertextLength());
    }
  }

  private static void put(Map<String, Object> out, EpochChangeView view) {
    out.put("epoch_id", view.epochId().toString());
    out.put(
        "ephemeral",
        Hex.encode(view.bytes(), view.ephemeralOffset(), EpochChangeView.EPHEMERAL_BYTES));
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < view.wrapCount(); i++) {
      recipients.add(view.recipient(i).toString());
    }
    out.put("recipients", recipients);
  }

  /** An invite token as text. The secret is shown: whoever asks holds it. */
  public static Map<String, Object> token(String text) {
    Map<String, Object> out = verdict(InviteToken.check(text));
    if (isValid(out)) {
      InviteToken token = InviteToken.parse(text);
      out.put("store", token.store().toString());
      out.put("secret", Hex.encode(token.secret()));
      out.put("inviter", token.inviter().toString());
      byte[] invite = new byte[AuthorId.BYTES];
      token.invite().publicKey(invite, 0);
      out.put("invite", Hex.encode(invite));
    }
    return out;
  }

  private static void put(Map<String, Object> out, IntentionView view) {
    byte[] hash = new byte[Hash.BYTES];
    view.hash(Blake3.plain(), hash, 0);
    out.put("hash", Hex.encode(hash));
    out.put("author", view.author().toString());
    Map<String, Object> timestamp = new LinkedHashMap<>();
    timestamp.put("wall_time", unsigned(view.wallMs()));
    timestamp.put("counter", Integer.toUnsignedLong(view.counter()));
    out.put("timestamp", timestamp);
    out.put("store", view.store().toString());
    out.put("store_prev", view.storePrev().toString());
    List<String> condition = new ArrayList<>();
    for (int i = 0; i < view.conditionCount(); i++) {
      condition.add(view.condition(i).toString());
    }
    out.put("condition", condition);
    out.put("ops", Hex.encode(view.bytes(), view.opsOffset(), view.opsLength()));
    out.put("sexpr", new OpsSexpr("").intention(view).full());
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("valid", verdict == Verdict.OK);
    out.put("verdict", verdict.name());
    return out;
  }

  private static boolean isValid(Map<String, Object> out) {
    return Boolean.TRUE.equals(out.get("valid"));
  }

  private static Number unsigned(long value) {
    return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
  }

  /** The bytes of hexadecimal text; null if it is none. */
  private static byte[] bytes(String hex) {
    try {
      return Hex.decode(hex);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
