package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * ChaCha20-Poly1305 (RFC 8439 §2.8) with a nonce of 12 bytes: for keys that seal one message only,
 * since so short a nonce may not be random. BouncyCastle provides the stream and the authenticator;
 * its own combination of the two refuses to seal with the key and nonce that it sealed with last,
 * which a snapshot made twice does. Allocates what BouncyCastle does, about 250 bytes a message:
 * copies of keys and nonce.
 */
public final class ChaCha20Poly1305 implements Aead {
  /** Bytes of a nonce. */
  public static final int NONCE_BYTES = 12;

  private static final int BLOCK_BYTES = 64;
  private static final int MAC_BLOCK_BYTES = 16;
  private static final byte[] ZEROS = new byte[MAC_BLOCK_BYTES];

  private final ChaCha7539Engine stream = new ChaCha7539Engine();
  private final Poly1305 mac = new Poly1305();
  private final byte[] block = new byte[BLOCK_BYTES];
  private final byte[] lengths = new byte[MAC_BLOCK_BYTES];
  private final byte[] tag = new byte[TAG_BYTES];
  private long associatedBytes;

  @Override
  public void begin(byte[] key, int keyOffset, byte[] nonce, int nonceOffset) {
    KeyParameter keyed = new KeyParameter(key, keyOffset, KEY_BYTES);
    stream.init(true, new ParametersWithIV(keyed, nonce, nonceOffset, NONCE_BYTES));
    Arrays.fill(block, (byte) 0);
    stream.processBytes(block, 0, BLOCK_BYTES, block, 0);
    mac.init(new KeyParameter(block, 0, KEY_BYTES));
    Arrays.fill(block, (byte) 0);
    associatedBytes = 0;
  }

  @Override
  public void associated(byte[] bytes, int offset, int length) {
    mac.update(bytes, offset, length);
    associatedBytes += length;
  }

  @Override
  public int seal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    Objects.checkFromIndexSize(outOffset, length + TAG_BYTES, out.length);
    stream.processBytes(in, inOffset, length, out, outOffset);
    authenticate(out, outOffset, length);
    System.arraycopy(tag, 0, out, outOffset + length, TAG_BYTES);
    return length + TAG_BYTES;
  }

  @Override
  public int open(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    int plain = length - TAG_BYTES;
    if (plain < 0) {
      return -1;
    }
    Objects.checkFromIndexSize(outOffset, plain, out.length);
    authenticate(in, inOffset, plain);
    if (!ConstantTime.equal(tag, 0, in, inOffset + plain, TAG_BYTES)) {
      return -1;
    }
    stream.processBytes(in, inOffset, plain, out, outOffset);
    return plain;
  }

  /** Makes {@link #tag} that of the associated bytes and this ciphertext. */
  private void authenticate(byte[] ciphertext, int offset, int length) {
    pad(associatedBytes);
    mac.update(ciphertext, offset, length);
    pad(length);
    LittleEndian.putLong(lengths, 0, associatedBytes);
    LittleEndian.putLong(lengths, 8, length);
    mac.update(lengths, 0, MAC_BLOCK_BYTES);
    mac.doFinal(tag, 0);
  }

  private void pad(long bytes) {
    int over = (int) (bytes % MAC_BLOCK_BYTES);
    if (over != 0) {
      mac.update(ZEROS, 0, MAC_BLOCK_BYTES - over);
    }
  }
}
