package dev.latticenano.edge.files;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** BLAKE3 over whole files, for comparing content without holding it. */
public final class Digests {
  private Digests() {}

  /** The digest of the file at {@code path}. */
  public static Hash of(Path path, Blake3 blake3) throws IOException {
    blake3.reset();
    try (InputStream in = Files.newInputStream(path);
        OutputStream out = into(blake3)) {
      in.transferTo(out);
    }
    return result(blake3);
  }

  /** A stream whose bytes go into {@code blake3}. */
  static OutputStream into(Blake3 blake3) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        blake3.update(bytes, offset, length);
      }
    };
  }

  static Hash result(Blake3 blake3) {
    byte[] out = new byte[Blake3.DIGEST_BYTES];
    blake3.digest(out, 0);
    return Hash.of(out, 0);
  }
}
