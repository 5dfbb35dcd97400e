package dev.latticenano.core.seal;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.util.Arrays;

/** What tests of sealing share: keys, ops, and an intention that carries them. */
final class Sealing {
  static final StoreId STORE = StoreId.of(filled(0xaa, 16), 0);
  static final EpochKey KEY = EpochKey.of(filled(0x0e, 32), 0);

  private Sealing() {}

  static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** The member whose seed is 32 times {@code value}. */
  static Ed25519Signer member(int value) {
    return new Ed25519Signer(filled(value, 32), 0);
  }

  static AuthorId id(Ed25519Signer member) {
    byte[] key = new byte[AuthorId.BYTES];
    member.publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  /** Random bytes for tests: those of BLAKE3 over {@code name} and the number of the call. */
  static Entropy entropy(String name) {
    int[] calls = new int[1];
    return (out, offset, length) -> {
      Blake3 blake3 = Blake3.plain();
      byte[] text = (name + calls[0]++).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      blake3.update(text, 0, text.length);
      blake3.digest(out, offset, length);
    };
  }

  /** App data so long that the ops with it have {@code length} bytes; 130 to 16 000. */
  static byte[] ops(int length) {
    byte[] content = filled(0x61, length - 3);
    UniversalOpWriter writer = new UniversalOpWriter().appData(content, 0, content.length);
    byte[] ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    if (ops.length != length) {
      throw new IllegalArgumentException("no ops of " + length + " bytes");
    }
    return ops;
  }

  static IntentionWriter author(int cited) {
    IntentionWriter writer =
        new IntentionWriter()
            .author(id(member(0x2a)))
            .timestamp(1000, 7)
            .store(STORE)
            .storePrev(Hash.of(filled(0x33, 32), 0));
    for (int i = 0; i < cited; i++) {
      writer.addCondition(filled(0x40 + i, 32), 0);
    }
    return writer;
  }

  static byte[] bytes(IntentionWriter writer, byte[] ops) {
    byte[] bytes = new byte[writer.ops(ops, 0, ops.length).length()];
    writer.write(bytes, 0, bytes.length);
    return bytes;
  }

  static IntentionView view(byte[] intention) {
    IntentionView view = new IntentionView().wrap(intention, 0, intention.length);
    if (view.check() != Verdict.OK) {
      throw new AssertionError(view.check() + " " + Hex.encode(intention));
    }
    return view;
  }

  /** An intention of {@code writer} whose ops are {@code ops} sealed with {@code cipher}. */
  static byte[] sealed(
      OpsCipher cipher, IntentionWriter writer, EpochKey key, Hash supersedes, byte[] ops) {
    return sealed(cipher, writer, key, new Marks(supersedes, false), ops);
  }

  /** The same, with {@code marks} on the outside. */
  static byte[] sealed(
      OpsCipher cipher, IntentionWriter writer, EpochKey key, Marks marks, byte[] ops) {
    IntentionView header = view(bytes(writer, new byte[0]));
    byte[] out = new byte[OpsCipher.sealedBytes(ops.length, marks.supersedes(), marks.keep())];
    int written = cipher.seal(header, key, marks, ops, 0, ops.length, out, 0, out.length);
    if (written != out.length) {
      throw new AssertionError(written + " of " + out.length + " bytes");
    }
    return bytes(writer, out);
  }

  /** The checked envelope that an intention carries. */
  static EnvelopeView envelope(IntentionView intention) {
    UniversalOpView ops = new UniversalOpView();
    ops.wrap(intention.bytes(), intention.opsOffset(), intention.opsLength());
    if (ops.check() != Verdict.OK || ops.kind() != UniversalOpView.Kind.ENVELOPE) {
      throw new AssertionError("no envelope: " + ops);
    }
    EnvelopeView envelope = new EnvelopeView().wrap(ops);
    if (envelope.check() != Verdict.OK || envelope.kind() != EnvelopeView.Kind.SEALED) {
      throw new AssertionError("not sealed: " + envelope);
    }
    return envelope;
  }

  static Keyring keyring(EpochKey... keys) {
    Keyring keyring = new Keyring();
    for (EpochKey key : keys) {
      keyring.add(key);
    }
    return keyring;
  }
}
