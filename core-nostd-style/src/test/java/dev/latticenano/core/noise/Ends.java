package dev.latticenano.core.noise;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Entropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What tests of links share: keys out of one number, and ends that speak into lists of frames. */
final class Ends {
  static final int ROOM = 4096;

  private Ends() {}

  static TransportKey key(int number) {
    byte[] secret = new byte[TransportKey.BYTES];
    Arrays.fill(secret, (byte) (number + 100));
    return new TransportKey(secret, author(number));
  }

  static Ed25519Signer author(int number) {
    byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
    Arrays.fill(seed, (byte) number);
    return new Ed25519Signer(seed, 0);
  }

  static byte[] authorKey(int number) {
    byte[] key = new byte[32];
    author(number).publicKey(key, 0);
    return key;
  }

  static byte[] publicKey(TransportKey key) {
    byte[] out = new byte[TransportKey.BYTES];
    key.publicKey(out, 0);
    return out;
  }

  static Entropy entropy(Random random) {
    return (out, offset, length) -> {
      byte[] fresh = new byte[length];
      random.nextBytes(fresh);
      System.arraycopy(fresh, 0, out, offset, length);
    };
  }

  /** Bytes that all are one number, another each time, from {@code first} on. */
  static Entropy counting(int first) {
    int[] next = {first};
    return (out, offset, length) -> {
      Arrays.fill(out, offset, offset + length, (byte) next[0]);
      next[0]++;
    };
  }

  static NoiseLink link(int number, boolean opens, byte[] remembered, Entropy entropy) {
    return link(key(number), opens, remembered, entropy);
  }

  static NoiseLink link(TransportKey own, boolean opens, byte[] remembered, Entropy entropy) {
    return new NoiseLink(
        own, new Ed25519Verifier(), entropy, new ChaCha20Poly1305(), opens, remembered, 0);
  }

  /** All frames of handshakes that {@code end} has to say. */
  static List<byte[]> said(NoiseLink end, long nowMs) {
    List<byte[]> frames = new ArrayList<>();
    byte[] out = new byte[ROOM];
    for (int n = end.transmit(out, 0, nowMs); n > 0; n = end.transmit(out, 0, nowMs)) {
      frames.add(Arrays.copyOf(out, n));
    }
    return frames;
  }

  static byte[] seal(NoiseLink end, byte[] plain, long nowMs) {
    byte[] out = new byte[plain.length + NoiseLink.EXTRA_BYTES_MAX];
    System.arraycopy(plain, 0, out, end.prepare(nowMs), plain.length);
    return Arrays.copyOf(out, end.seal(out, 0, plain.length));
  }

  /** Shows {@code frame} to an end; it keeps its own copy. */
  static Verdict hear(NoiseLink end, byte[] frame, long nowMs) {
    return end.receive(frame.clone(), 0, frame.length, nowMs);
  }

  /** The plaintext that {@code frame} has for {@code end}; null if it breaks a rule. */
  static byte[] open(NoiseLink end, byte[] frame, long nowMs) {
    byte[] bytes = frame.clone();
    if (end.receive(bytes, 0, bytes.length, nowMs) != Verdict.OK) {
      return null;
    }
    return Arrays.copyOfRange(bytes, end.openedOffset(), end.openedOffset() + end.openedLength());
  }

  /** Carries frames of handshakes both ways until neither has more to say. */
  static void shake(NoiseLink a, NoiseLink b, long nowMs) {
    boolean any = true;
    while (any) {
      List<byte[]> ofA = said(a, nowMs);
      List<byte[]> ofB = said(b, nowMs);
      any = !ofA.isEmpty() || !ofB.isEmpty();
      ofA.forEach(frame -> hear(b, frame, nowMs));
      ofB.forEach(frame -> hear(a, frame, nowMs));
    }
  }
}
