package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.Hex;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes signatures about which implementations of Ed25519 differ, with what the rule for
 * intentions says of each by the slow model. The same lines at every run.
 *
 * <p>Argument: the file to write.
 */
public final class StrictSignatures {
  private static final BigInteger SECRET = new BigInteger("123456789012345678901234567890");
  private static final BigInteger NONCE = new BigInteger("987654321098765432109876543210");
  // Multiples of a point of order 8: of order 1, 8, 4 and 2.
  private static final int[] TORSION = {0, 1, 2, 4};

  private final List<String> lines = new ArrayList<>();
  private int number;

  private StrictSignatures() {}

  /** Writes the file. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), lines());
  }

  /** The lines of the file. */
  public static List<String> lines() {
    StrictSignatures all = new StrictSignatures();
    all.lines.add("# Written by StrictSignatures; see StrictVectors. Nothing here is secret.");
    all.sound();
    all.smallOrder();
    for (int a : TORSION) {
      for (int r : TORSION) {
        all.mixed(a, r);
      }
    }
    all.strangeKeys();
    return all.lines;
  }

  private byte[] hash() {
    byte[] hash = new byte[32];
    Blake3.plain().hash(new byte[] {(byte) number, (byte) (number >> 8)}, 0, 2, hash, 0);
    number++;
    return hash;
  }

  private void add(byte[] key, byte[] hash, byte[] signature, String what) {
    boolean valid = SlowEd25519.verify(key, hash, signature, true);
    lines.add(
        String.join(
            " ",
            valid ? "valid" : "wrong",
            Hex.encode(key),
            Hex.encode(hash),
            Hex.encode(signature),
            what));
  }

  private static SlowEd25519.Point torsion(int multiple) {
    return SlowEd25519.decode(Hex.decode(SmallOrder.ENCODINGS[4]))
        .times(BigInteger.valueOf(multiple));
  }

  private static byte[] sign(byte[] key, SlowEd25519.Point torsion, byte[] hash) {
    return SlowEd25519.sign(SECRET, key, NONCE, torsion, hash);
  }

  private void sound() {
    byte[] key = SlowEd25519.BASE.times(SECRET).encoded();
    byte[] hash = hash();
    byte[] signature = sign(key, SlowEd25519.NEUTRAL, hash);
    add(key, hash, signature, "a sound one");
    for (int bit : new int[] {0, 255, 256, 511}) {
      byte[] changed = signature.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      add(key, hash, changed, "a sound one with bit " + bit + " of its signature changed");
    }
    add(key, hash(), signature, "a sound one, of another hash");
    BigInteger s = SlowEd25519.number(Arrays.copyOfRange(signature, 32, 64));
    for (int times : new int[] {1, 2, 8, 15}) {
      BigInteger more = s.add(SlowEd25519.L.multiply(BigInteger.valueOf(times)));
      byte[] changed = signature.clone();
      System.arraycopy(SlowEd25519.encodeNumber(more), 0, changed, 32, 32);
      add(key, hash, changed, "an S of the group order or more");
    }
  }

  /** A secret of zero makes S·B = nonce·B; hashes are tried until k·A vanishes. */
  private void smallOrder() {
    BigInteger eight = BigInteger.valueOf(8);
    byte[] mixed = SlowEd25519.BASE.times(SECRET).plus(torsion(1)).encoded();
    for (String each : SmallOrder.ENCODINGS) {
      byte[] weak = Hex.decode(each);
      byte[] hash;
      byte[] forged;
      do {
        hash = hash();
        forged = SlowEd25519.sign(BigInteger.ZERO, weak, NONCE, SlowEd25519.NEUTRAL, hash);
      } while (SlowEd25519.challenge(Arrays.copyOf(forged, 32), weak, hash).mod(eight).signum()
          != 0);
      add(weak, hash, forged, "a key of small order");
      byte[] signature = new byte[64];
      for (int i = 0; i < 64; i++) {
        hash = hash();
        BigInteger k = SlowEd25519.challenge(weak, mixed, hash);
        System.arraycopy(weak, 0, signature, 0, 32);
        byte[] s = SlowEd25519.encodeNumber(k.multiply(SECRET).mod(SlowEd25519.L));
        System.arraycopy(s, 0, signature, 32, 32);
        if (SlowEd25519.verify(mixed, hash, signature, false)) {
          break;
        }
      }
      add(mixed, hash, signature, "an R of small order");
    }
  }

  /** One that the equation with cofactor accepts, and one, if there is one, that ours does. */
  private void mixed(int a, int r) {
    byte[] key = SlowEd25519.BASE.times(SECRET).plus(torsion(a)).encoded();
    boolean[] told = new boolean[2];
    for (int i = 0; i < 64 && !(told[0] && told[1]); i++) {
      byte[] hash = hash();
      byte[] signature = sign(key, torsion(r), hash);
      int valid = SlowEd25519.verify(key, hash, signature, true) ? 1 : 0;
      if (!told[valid]) {
        told[valid] = true;
        add(key, hash, signature, "small-order parts " + a + " in its key and " + r + " in its R");
      }
    }
  }

  private void strangeKeys() {
    byte[] key = SlowEd25519.BASE.times(SECRET).encoded();
    byte[] hash = hash();
    byte[] signature = sign(key, SlowEd25519.NEUTRAL, hash);
    for (int i : new int[] {0, 1, 2, 4, 19}) {
      for (int sign = 0; sign <= 0x80; sign += 0x80) {
        byte[] strange = new byte[32];
        Arrays.fill(strange, (byte) 0xFF);
        strange[0] = (byte) (0xEC + i);
        strange[31] = (byte) (0x7F | sign);
        add(strange, hash, signature, "a key whose y is p + " + (i - 1));
        byte[] changed = signature.clone();
        System.arraycopy(strange, 0, changed, 0, 32);
        add(key, hash, changed, "an R whose y is p + " + (i - 1));
      }
    }
    for (int i = 2; i < 6; i++) {
      byte[] small = new byte[32];
      small[0] = (byte) i;
      add(small, hash, signature, "a key whose y is " + i);
      byte[] changed = signature.clone();
      System.arraycopy(small, 0, changed, 0, 32);
      add(key, hash, changed, "an R whose y is " + i);
    }
  }
}
