package dev.latticenano.host;

import dev.latticenano.core.crypto.Entropy;
import java.security.SecureRandom;

/** The operating system's random bytes. */
public final class SystemEntropy implements Entropy {
  private final SecureRandom random = new SecureRandom();

  @Override
  public void fill(byte[] out, int offset, int length) {
    byte[] fresh = new byte[length];
    random.nextBytes(fresh);
    System.arraycopy(fresh, 0, out, offset, length);
  }
}
