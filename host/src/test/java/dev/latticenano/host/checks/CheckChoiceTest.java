package dev.latticenano.host.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.StrictSignatures;
import dev.latticenano.core.crypto.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.List;
import java.util.Random;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** The native provider is used where it is there and follows our rule, and nowhere else. */
class CheckChoiceTest {
  private static final int MUTATIONS = 20_000;

  /** A provider is made for Linux on two kinds of processors. */
  private static Verifier corretto() {
    String where = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(List.of("Linux amd64", "Linux aarch64").contains(where), where);
    CheckChoice choice = CheckChoice.make();
    assertEquals("", choice.finding());
    assertTrue(choice.name().startsWith("AmazonCorretto"), choice.name());
    return choice.verifiers().get();
  }

  @Test
  void theVectorsAreThoseOfTheirWriter() throws IOException {
    byte[] file = StrictVectors.class.getResourceAsStream(StrictVectors.FILE).readAllBytes();
    String text = new String(file, StandardCharsets.UTF_8);
    assertEquals(String.join("\n", StrictSignatures.lines()) + "\n", text);
    long valid = StrictVectors.lines().stream().filter(line -> line.startsWith("valid")).count();
    assertTrue(valid > 10 && valid < StrictVectors.lines().size() - 50, valid + " valid");
  }

  @Test
  void ourOwnVerifierAgreesWithEveryVector() {
    assertNull(StrictVectors.disagreement(new Ed25519Verifier()));
  }

  @Test
  void theNativeOneIsChosenAndAgreesWithEveryVector() {
    assertNull(StrictVectors.disagreement(corretto()));
  }

  @Test
  void theNativeOneJudgesWhateverBytesAsOursDoes() {
    Verifier other = corretto();
    Seeds.run(
        CheckChoiceTest.class,
        random -> {
          Verifier own = new Ed25519Verifier();
          List<String> vectors = StrictVectors.lines();
          int valid = 0;
          for (int i = 0; i < MUTATIONS; i++) {
            String[] words = vectors.get(random.nextInt(vectors.size())).split(" ", 5);
            byte[] key = mutated(words[1], random);
            byte[] hash = mutated(words[2], random);
            byte[] signature = mutated(words[3], random);
            boolean right = own.verifyStrict(key, 0, hash, 0, 32, signature, 0);
            assertEquals(right, other.verifyStrict(key, 0, hash, 0, 32, signature, 0));
            valid += right ? 1 : 0;
          }
          assertTrue(valid > 0 && valid < MUTATIONS, valid + " valid");
        });
  }

  private static byte[] mutated(String hex, Random random) {
    byte[] bytes = Hex.decode(hex);
    if (random.nextInt(6) == 0) {
      int bit = random.nextInt(8 * bytes.length);
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
    }
    return bytes;
  }

  @Test
  void theNativeOneKeepsManyKeysApart() {
    Verifier other = corretto();
    byte[] hash = new byte[32];
    byte[][] keys = new byte[600][32];
    byte[][] signatures = new byte[600][64];
    for (int i = 0; i < keys.length; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) i;
      seed[1] = (byte) (i >> 8);
      Ed25519Signer signer = new Ed25519Signer(seed, 0);
      signer.publicKey(keys[i], 0);
      signer.sign(hash, 0, 32, signatures[i], 0);
    }
    for (int i = 0; i < keys.length; i++) {
      assertTrue(other.verifyStrict(keys[i], 0, hash, 0, 32, signatures[i], 0));
      byte[] others = signatures[(i + 1) % keys.length];
      assertFalse(other.verifyStrict(keys[i], 0, hash, 0, 32, others, 0));
    }
  }

  @Test
  void aProviderOfAnotherRuleIsNotUsedAndTheReasonIsASentence() {
    // It clears the cofactor.
    CheckChoice choice = CheckChoice.judge(new BouncyCastleProvider());
    assertEquals("Java", choice.name());
    assertTrue(choice.finding().contains("is not used, for it has another rule: it accepts"));
    assertTrue(choice.verifiers().get() instanceof Ed25519Verifier);
  }

  @Test
  void aProviderWithoutSuchSignaturesIsNotUsed() {
    CheckChoice choice = CheckChoice.judge(Security.getProvider("SUN"));
    assertEquals("Java", choice.name());
    assertTrue(choice.finding().contains("fails here"), choice.finding());
  }

  @Test
  void whereThereIsNoneOursIsUsedAndNothingIsSaid() {
    CheckChoice choice = CheckChoice.make("no.such.Provider");
    assertEquals("Java", choice.name());
    assertEquals("", choice.finding());
    assertTrue(CheckChoice.make("java.lang.String").finding().contains("does not load here"));
  }
}
