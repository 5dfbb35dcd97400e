package dev.latticenano.core.seal;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** What sealing makes of a vector: the verdict, and what it must read. */
final class SealReading {
  private final Map<String, String> fields = new LinkedHashMap<>();
  private Verdict verdict = Verdict.OK;

  private SealReading() {}

  static SealReading of(Map<String, String> vector) {
    SealReading reading = new SealReading();
    byte[] input = Hex.decode(vector.get("input"));
    switch (vector.get("kind")) {
      case "epoch-id" -> reading.fields.put("epoch_id", EpochKey.of(input, 0).id().toString());
      case "padded" -> reading.padded(input);
      case "wrap" -> reading.wrap(input, vector);
      case "seal" -> reading.seal(input, vector);
      case "join-box" -> reading.joinBox(input, vector);
      default -> throw new IllegalArgumentException(vector.get("kind"));
    }
    return reading;
  }

  Verdict verdict() {
    return verdict;
  }

  /** Field name to value, as far as the verdict lets it be read. */
  Map<String, String> fields() {
    return fields;
  }

  private void padded(byte[] input) {
    int length = Padme.strip(input, 0, input.length);
    if (length < 0) {
      verdict = Verdict.PADDING_MALFORMED;
    } else {
      fields.put("ops", Hex.encode(input, 0, length));
    }
  }

  private void wrap(byte[] input, Map<String, String> vector) {
    EpochChangeView view = new EpochChangeView().wrap(input, 0, input.length);
    Ed25519Signer own = new Ed25519Signer(Hex.decode(vector.get("seed")), 0);
    KeyWrap wrap = new KeyWrap();
    verdict = view.check();
    if (verdict == Verdict.OK) {
      verdict = wrap.unwrap(view, StoreId.parse(vector.get("store")), own);
    }
    if (verdict == Verdict.OK) {
      byte[] key = new byte[EpochKey.BYTES];
      wrap.key().write(key, 0);
      fields.put("key", Hex.encode(key));
    }
  }

  private void seal(byte[] input, Map<String, String> vector) {
    Keyring keyring = new Keyring();
    for (String key : vector.get("keys").split(" ")) {
      if (!key.isEmpty()) {
        keyring.add(EpochKey.of(Hex.decode(key), 0));
      }
    }
    IntentionView view = Sealing.view(input);
    OpsCipher cipher = new OpsCipher(Sealing.entropy("unused"));
    verdict = cipher.open(view, Sealing.envelope(view), keyring);
    if (verdict == Verdict.OK) {
      int from = cipher.ops().offset();
      byte[] ops = Arrays.copyOfRange(cipher.ops().bytes(), from, from + cipher.ops().length());
      fields.put("ops", Hex.encode(ops));
    }
  }

  private void joinBox(byte[] input, Map<String, String> vector) {
    JoinBoxCipher cipher = new JoinBoxCipher();
    Ed25519Signer own = new Ed25519Signer(Hex.decode(vector.get("seed")), 0);
    StoreId store = StoreId.parse(vector.get("store"));
    verdict = cipher.open(input, store, Hash.parse(vector.get("binding")), own);
    if (verdict != Verdict.OK) {
      return;
    }
    JoinBox box = cipher.box();
    fields.put("store_type", box.storeType());
    StringJoiner keys = new StringJoiner(" ");
    byte[] key = new byte[EpochKey.BYTES];
    for (EpochKey each : box.keys()) {
      each.write(key, 0);
      keys.add(Hex.encode(key));
    }
    fields.put("keys", keys.toString());
    fields.put("grant", box.grant().toString());
    fields.put("inviter", box.inviter().toString());
    StringJoiner peers = new StringJoiner(" ");
    box.peers().forEach(peer -> peers.add(peer.toString()));
    fields.put("peers", peers.toString());
    StringJoiner places = new StringJoiner(" ");
    box.places().forEach(each -> places.add(each.peer() + "@" + each.address()));
    fields.put("places", places.toString());
    fields.put("intentions", "" + box.intentions());
  }
}
