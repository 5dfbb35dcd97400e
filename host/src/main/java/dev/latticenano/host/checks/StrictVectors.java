package dev.latticenano.host.checks;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Verifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Signatures of 32-byte hashes about which implementations of Ed25519 differ, and what the rule for
 * intentions says of each: small order, mixed order, S beyond the group order, keys that are no
 * point or not canonical. A line each: {@code valid} or {@code wrong}, key, hash, signature, and
 * what it is.
 */
final class StrictVectors {
  /** The file, beside this class. */
  static final String FILE = "ed25519-strict.txt";

  private StrictVectors() {}

  /** The lines of the file, without comments. */
  static List<String> lines() {
    try (InputStream in = StrictVectors.class.getResourceAsStream(FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code verifier} says otherwise than the rule, in words; null if it agrees with all. */
  static String disagreement(Verifier verifier) {
    for (String line : lines()) {
      String[] words = line.split(" ", 5);
      byte[] key = Hex.decode(words[1]);
      byte[] hash = Hex.decode(words[2]);
      byte[] signature = Hex.decode(words[3]);
      boolean valid = words[0].equals("valid");
      if (verifier.verifyStrict(key, 0, hash, 0, hash.length, signature, 0) != valid) {
        return (valid ? "refuses: " : "accepts: ") + words[4];
      }
    }
    return null;
  }
}
