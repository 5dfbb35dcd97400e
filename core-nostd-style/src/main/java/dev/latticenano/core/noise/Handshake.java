package dev.latticenano.core.noise;

import com.southernstorm.noise.protocol.CipherState;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Entropy;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.ShortBufferException;

/**
 * One handshake by the Noise library, with ephemeral keys out of our own entropy, so that a seed
 * replays it. After a message that cannot be read it is of no more use. Cold; allocates.
 */
final class Handshake {
  private static final byte[] PROLOGUE =
      "lattice-nano 2026-11 l1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final String SUITE = "_25519_ChaChaPoly_SHA256";
  private static final int MESSAGE_BYTES_MAX = 512;

  private final HandshakeState state;
  private final byte[] payload = new byte[MESSAGE_BYTES_MAX];

  /**
   * A handshake whose first message is still to come.
   *
   * @param pattern {@code XX} or {@code IK}
   * @param remote the other end's transport key, for the caller of IK; else null
   */
  Handshake(String pattern, boolean caller, TransportKey own, byte[] remote, Entropy entropy) {
    byte[] ephemeral = new byte[TransportKey.BYTES];
    entropy.fill(ephemeral, 0, ephemeral.length);
    try {
      state =
          new HandshakeState(
              "Noise_" + pattern + SUITE,
              caller ? HandshakeState.INITIATOR : HandshakeState.RESPONDER);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JVM has no SHA-256", e);
    }
    state.setPrologue(PROLOGUE, 0, PROLOGUE.length);
    state.getLocalKeyPair().setPrivateKey(own.secret(), 0);
    state.getFixedEphemeralKey().setPrivateKey(ephemeral, 0);
    Arrays.fill(ephemeral, (byte) 0);
    if (remote != null) {
      state.getRemotePublicKey().setPublicKey(remote, 0);
    }
    state.start();
  }

  /** Writes the next message with a payload and returns its bytes. */
  int write(byte[] content, byte[] out, int offset) {
    try {
      return state.writeMessage(out, offset, content, 0, content.length);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("no room for a message", e);
    }
  }

  /**
   * Reads the next message.
   *
   * @return its payload, or null if it cannot be read under the keys it claims
   */
  byte[] read(byte[] in, int offset, int length) {
    try {
      int bytes = state.readMessage(in, offset, length, payload, 0);
      return Arrays.copyOf(payload, bytes);
    } catch (BadPaddingException e) {
      return null;
    } catch (ShortBufferException e) {
      return null;
    }
  }

  /** The other end's transport key, once it has been read. */
  byte[] remoteKey() {
    byte[] key = new byte[TransportKey.BYTES];
    state.getRemotePublicKey().getPublicKey(key, 0);
    return key;
  }

  /** What both ends share when all messages are through; the handshake is then over. */
  Sealing split() {
    CipherStatePair pair = state.split();
    byte[] binding = state.getHandshakeHash().clone();
    Sealing sealing =
        new Sealing(binding, remoteKey(), first(pair.getSender()), first(pair.getReceiver()));
    pair.destroy();
    end();
    return sealing;
  }

  /** The key of generation 0: what {@code cipher} makes of zeros under nonce 0. */
  private static byte[] first(CipherState cipher) {
    byte[] zeros = new byte[Aead.KEY_BYTES];
    byte[] out = new byte[Aead.KEY_BYTES + Aead.TAG_BYTES];
    try {
      cipher.encryptWithAd(null, zeros, 0, out, 0, zeros.length);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("no room for a key", e);
    }
    byte[] key = Arrays.copyOf(out, Aead.KEY_BYTES);
    Arrays.fill(out, (byte) 0);
    return key;
  }

  /** Forgets all secrets. */
  void end() {
    Arrays.fill(payload, (byte) 0);
    state.destroy();
  }
}
