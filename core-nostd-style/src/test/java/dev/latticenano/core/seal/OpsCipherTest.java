package dev.latticenano.core.seal;

import static dev.latticenano.core.seal.Sealing.KEY;
import static dev.latticenano.core.seal.Sealing.author;
import static dev.latticenano.core.seal.Sealing.bytes;
import static dev.latticenano.core.seal.Sealing.envelope;
import static dev.latticenano.core.seal.Sealing.keyring;
import static dev.latticenano.core.seal.Sealing.ops;
import static dev.latticenano.core.seal.Sealing.sealed;
import static dev.latticenano.core.seal.Sealing.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpsCipherTest {
  private final OpsCipher cipher = new OpsCipher(Sealing.entropy("ops"));

  private Verdict open(byte[] intention, Keyring keys) {
    IntentionView view = view(intention);
    return cipher.open(view, envelope(view), keys);
  }

  private byte[] opened() {
    int from = cipher.ops().offset();
    return Arrays.copyOfRange(cipher.ops().bytes(), from, from + cipher.ops().length());
  }

  @Test
  void opensWhatItSealed() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 200; i++) {
            byte[] ops = ops(140 + random.nextInt(5000));
            Hash mark = random.nextBoolean() ? Hash.ZERO : hash(random);
            Marks marks = new Marks(mark, random.nextBoolean());
            byte[] intention = sealed(cipher, author(random.nextInt(4)), KEY, marks, ops);
            assertEquals(Verdict.OK, open(intention, keyring(KEY)));
            assertArrayEquals(ops, opened());
            assertEquals(marks.supersedes(), envelope(view(intention)).supersedes());
            assertEquals(marks.keep(), envelope(view(intention)).keeps());
          }
        });
  }

  private static Hash hash(Random random) {
    byte[] bytes = new byte[Hash.BYTES];
    random.nextBytes(bytes);
    return Hash.of(bytes, 0);
  }

  @Test
  void opensTheShortestAndTheLongest() {
    byte[] ack = sealed(cipher, author(0), KEY, Hash.ZERO, new byte[0]);
    assertEquals(Verdict.OK, open(ack, keyring(KEY)));
    assertEquals(0, opened().length);
    byte[] content = Sealing.filled(1, 1_015_700);
    UniversalOpWriter writer = new UniversalOpWriter().appData(content, 0, content.length);
    byte[] longest = new byte[writer.length()];
    writer.write(longest, 0, longest.length);
    byte[] intention = sealed(cipher, author(0), KEY, Hash.ZERO, longest);
    assertEquals(Verdict.OK, open(intention, keyring(KEY)));
    assertArrayEquals(longest, opened());
  }

  @Test
  void refusesToSealWhatIsNoOpsOrTooLongWhenSealed() {
    byte[] envelope = {(byte) 0xc2, 0x3e, 0};
    assertThrows(IllegalArgumentException.class, () -> seal(envelope));
    assertThrows(IllegalArgumentException.class, () -> seal(new byte[] {0x52, 9}));
    byte[] content = Sealing.filled(1, 1_048_500);
    UniversalOpWriter writer = new UniversalOpWriter().appData(content, 0, content.length);
    byte[] ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    assertThrows(IllegalArgumentException.class, () -> seal(ops));
  }

  private void seal(byte[] ops) {
    sealed(cipher, author(0), KEY, Hash.ZERO, ops);
  }

  @Test
  void saysHowManyBytesAreMissing() {
    byte[] ops = ops(300);
    IntentionView header = view(bytes(author(0), new byte[0]));
    int needed = OpsCipher.sealedBytes(300, false);
    byte[] out = new byte[needed + 3];
    assertEquals(-1, cipher.seal(header, KEY, Marks.NONE, ops, 0, 300, out, 3, needed + 2));
    assertArrayEquals(new byte[needed + 3], out);
    assertEquals(needed, cipher.seal(header, KEY, Marks.NONE, ops, 0, 300, out, 3, needed + 3));
  }

  /** Every byte before the ops, the mark and the sealed part itself is bound. */
  @Test
  void opensNowhereElse() {
    byte[] intention = sealed(cipher, author(2), KEY, Hash.of(Sealing.filled(9, 32), 0), ops(300));
    int opsAt = view(intention).opsOffset();
    int opened = 0;
    for (int i = 0; i < intention.length; i++) {
      boolean form = i >= 92 && i < 97 || i >= opsAt - 4 && i < opsAt;
      byte[] changed = intention.clone();
      changed[i] ^= 0x04;
      IntentionView view = new IntentionView().wrap(changed, 0, changed.length);
      if (form || view.check() != Verdict.OK) {
        continue;
      }
      try {
        Verdict verdict = cipher.open(view, envelope(view), keyring(KEY));
        assertNotEquals(Verdict.OK, verdict, "byte " + i);
        opened++;
      } catch (AssertionError e) {
        assertTrue(i >= opsAt, "byte " + i + ": " + e.getMessage());
      }
    }
    assertTrue(opened > 500, opened + " changes tried");
  }

  @Test
  void opensNothingWithoutTheKeyOfTheEpoch() {
    byte[] intention = sealed(cipher, author(0), KEY, Hash.ZERO, ops(300));
    EpochKey other = EpochKey.of(Sealing.filled(1, 32), 0);
    assertEquals(Verdict.SEALED_NO_KEY, open(intention, keyring()));
    assertEquals(Verdict.SEALED_NO_KEY, open(intention, keyring(other)));
    assertEquals(Verdict.OK, open(intention, keyring(other, KEY)));
  }

  @Test
  void neverUsesANonceTwice() {
    byte[] first = sealed(cipher, author(0), KEY, Hash.ZERO, ops(300));
    byte[] second = sealed(cipher, author(0), KEY, Hash.ZERO, ops(300));
    assertNotEquals(nonce(first), nonce(second));
  }

  private static String nonce(byte[] intention) {
    EnvelopeView envelope = envelope(view(intention));
    return Hex.encode(envelope.sealedBytes(), envelope.nonceOffset(), 24);
  }

  /** The sentence in docs/protocol.md §8.1: at most 80 bytes from 238 to 511, more around it. */
  @Test
  void opsOf300BytesGrowByNoMoreThan80() {
    assertEquals(366, OpsCipher.sealedBytes(300, false));
    for (int length = 200; length <= 400; length++) {
      int more = OpsCipher.sealedBytes(length, false) - length;
      byte[] ops = ops(length);
      int real = view(sealed(cipher, author(0), KEY, Hash.ZERO, ops)).opsLength();
      assertEquals(length + more, real);
      assertEquals(length >= 238, more <= 80, length + " bytes grow by " + more);
    }
    for (int length = 238; length <= 511; length++) {
      int more = OpsCipher.sealedBytes(length, false) - length;
      assertTrue(more >= 63 && more <= 80, length + " bytes grow by " + more);
    }
    assertTrue(OpsCipher.sealedBytes(512, false) - 512 > 80);
  }

  @Test
  void sealedLengthsSayNoMoreThanTheLadder() {
    long lengths =
        java.util.stream.IntStream.range(0, 4096)
            .map(length -> OpsCipher.sealedBytes(length, false))
            .distinct()
            .count();
    assertTrue(lengths < 100, lengths + " lengths");
  }

  @Test
  void keepsTheMarkInTheClear() {
    Hash mark = Hash.of(Sealing.filled(9, 32), 0);
    byte[] intention = sealed(cipher, author(0), KEY, mark, ops(300));
    EnvelopeView envelope = envelope(view(intention));
    assertTrue(mark.matches(envelope.bytes(), envelope.supersedesOffset()));
    String shown = Hex.encode(intention);
    assertFalse(shown.contains("61".repeat(8)), "the ops are not");
  }

  @Test
  void anEnvelopeInsideIsRefused() {
    byte[] inner = new byte[200];
    EnvelopeWriter writer = new EnvelopeWriter().clear(new byte[0], 0, 0);
    int length = writer.write(inner, 0, inner.length);
    UniversalOpWriter nested = new UniversalOpWriter().envelope(inner, 0, length);
    byte[] ops = new byte[nested.length()];
    nested.write(ops, 0, ops.length);
    byte[] intention = SealVectors.forged(author(0), ops);
    assertEquals(Verdict.ENVELOPE_NESTED, open(intention, keyring(KEY)));
  }
}
