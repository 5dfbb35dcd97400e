package dev.latticenano.host;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.intention.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Who this node is: {@code identity.key}, exactly the 32 bytes of an Ed25519 seed, mode 0600, and
 * beside it {@code name}, what the node calls itself.
 */
public final class IdentityFile {
  private static final String NAME_FILE = "name";

  private final Ed25519Signer signer;
  private final String name;

  private IdentityFile(byte[] seed, String name) {
    this.signer = Identity.signer(seed);
    this.name = name;
  }

  /** What signs as this node. */
  public Ed25519Signer signer() {
    return signer;
  }

  /** What agrees on secrets with others, by the same seed. */
  public KeyAgreement agreement() {
    return signer;
  }

  /** What the node calls itself; empty if that is not known. */
  public String name() {
    return name;
  }

  /** Writes a fresh identity; refuses to replace one. */
  public static void create(Path file, String name) throws Failure {
    byte[] seed = new byte[Identity.BYTES];
    new SecureRandom().nextBytes(seed);
    try {
      SmallFile.write(
          file.resolveSibling(NAME_FILE), name.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
      SmallFile.write(file, seed, "rw-------");
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot write " + file + ": " + reason(e), e);
    }
  }

  /** Reads an identity. */
  public static IdentityFile read(Path file) throws Failure {
    try {
      if (Files.size(file) != Identity.BYTES) {
        throw damaged(file, "has " + Files.size(file) + " bytes instead of " + Identity.BYTES);
      }
      byte[] seed = Files.readAllBytes(file);
      Verdict verdict = Identity.check(seed);
      if (verdict != Verdict.OK) {
        throw damaged(file, "holds no key");
      }
      return new IdentityFile(seed, name(file.resolveSibling(NAME_FILE)));
    } catch (IOException e) {
      throw new Failure(
          Failure.BAD_INPUT,
          "cannot read the identity file " + file + ": " + reason(e) + "; restore it from a backup",
          e);
    }
  }

  // What a node calls itself is a courtesy: a name that cannot be read stops nobody.
  private static String name(Path file) {
    try {
      return Shown.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return "";
    }
  }

  private static Failure damaged(Path file, String what) {
    return new Failure(
        Failure.BAD_INPUT, "the identity file " + file + " " + what + "; restore it from a backup");
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it does not exist" : Reason.of(e);
  }
}
