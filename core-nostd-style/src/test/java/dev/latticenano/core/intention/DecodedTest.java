package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DecodedTest {
  private static String input(String vector) {
    return VectorFile.read(vector + ".txt").header().get("input");
  }

  @Test
  void namesAreThoseOfTheSpecification() throws IOException {
    String spec = Files.readString(VectorFolder.path().resolveSibling("protocol.md"));
    List<String> intention =
        List.of("hash", "author", "timestamp", "store", "store_prev", "condition", "ops", "sexpr");
    List<String> signed = new ArrayList<>(intention);
    signed.add("signature");
    assertNames(intention, Decoded.intention(input("intention-ack")));
    assertNames(signed, Decoded.signed(input("signed-ack")));
    Map<String, Object> witness = Decoded.witness(input("witness-first"));
    assertNames(named(spec, "witness"), witness);
    Map<String, Object> token = Decoded.token(input("token-whole"));
    assertNames(named(spec, "token"), token);
    assertEquals(
        List.of("valid", "verdict", "kind", "ops", "sexpr"),
        List.copyOf(Decoded.ops(input("ops-put")).keySet()));
    for (String name : intention) {
      assertTrue(spec.contains("`" + name + "`"), name);
    }
  }

  /** The names in the row of §12 before the first semicolon. */
  private static List<String> named(String spec, String what) {
    Matcher row = Pattern.compile("(?m)^\\| `" + what + "` \\| ([^;|]*)").matcher(spec);
    assertTrue(row.find(), what);
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("`(\\w+)`").matcher(row.group(1));
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private static void assertNames(List<String> expected, Map<String, Object> decoded) {
    List<String> names = new ArrayList<>(List.of("valid", "verdict"));
    names.addAll(expected);
    assertEquals(names, List.copyOf(decoded.keySet()));
    assertEquals(true, decoded.get("valid"));
    assertEquals("OK", decoded.get("verdict"));
  }

  @Test
  void showsEveryFieldOfASignedIntention() {
    Map<String, Object> decoded = Decoded.signed(input("signed-ack"));
    assertEquals(
        "31a268140380f41243bc7509c17d17c8325e43f176887d09cfd8533e90d6e876", decoded.get("hash"));
    assertEquals(
        Map.of("wall_time", (Object) 1000L, "counter", (Object) 0L), decoded.get("timestamp"));
    assertEquals("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa", decoded.get("store"));
    assertEquals(List.of("01".repeat(32), "02".repeat(32)), decoded.get("condition"));
    assertEquals("", decoded.get("ops"));
  }

  @Test
  void showsUnsignedNumbersAsTheyAre() {
    Map<?, ?> timestamp =
        (Map<?, ?>) Decoded.intention(input("intention-greatest-clock")).get("timestamp");
    assertEquals(new BigInteger("18446744073709551615"), timestamp.get("wall_time"));
    assertEquals(4294967295L, timestamp.get("counter"));
  }

  @Test
  void showsTheFieldsOfAWrongSignatureAndSaysSo() {
    Map<String, Object> decoded = Decoded.signed(input("signed-signature-bit-flipped"));
    assertEquals(false, decoded.get("valid"));
    assertEquals("SIGNATURE_WRONG", decoded.get("verdict"));
    assertTrue(decoded.containsKey("author"));
  }

  @Test
  void saysWhyBytesAreNotValid() {
    Map<String, Object> decoded = Decoded.intention("0g");
    assertEquals(Map.of("valid", (Object) false, "verdict", "TEXT_NOT_HEX"), decoded);
    assertEquals("INTENTION_TOO_SHORT", Decoded.intention("").get("verdict"));
    assertEquals(
        "TRAILING_BYTES", Decoded.intention(input("intention-trailing-byte")).get("verdict"));
    assertEquals(
        "WITNESS_MALFORMED", Decoded.witness(input("witness-content-malformed")).get("verdict"));
    assertEquals("TOKEN_TEXT", Decoded.token("not-a-valid-token").get("verdict"));
    byte[] nested = Hex.decode(input("envelope-nested"));
    byte[] ops = OpsVectors.bytes(new UniversalOpWriter().envelope(nested, 0, nested.length));
    assertEquals("ENVELOPE_NESTED", Decoded.ops(Hex.encode(ops)).get("verdict"));
  }

  private static Map<String, Object> ops(UniversalOpWriter writer) {
    return Decoded.ops(Hex.encode(OpsVectors.bytes(writer)));
  }

  @Test
  void showsWhatANodeWithoutKeysSeesOfSealedOps() {
    byte[] sealed =
        OpsVectors.bytes(
            new EnvelopeWriter()
                .supersedesThrough(IntentionVectors.filled(0x44, 32), 0)
                .sealed(
                    IntentionVectors.filled(5, 8),
                    0,
                    IntentionVectors.filled(6, 24),
                    0,
                    new byte[40],
                    0,
                    40));
    Map<String, Object> decoded = ops(new UniversalOpWriter().envelope(sealed, 0, sealed.length));
    assertEquals("44".repeat(32), decoded.get("supersedes_through"));
    assertEquals("sealed", decoded.get("body"));
    assertEquals("05".repeat(8), decoded.get("epoch_id"));
    assertEquals("06".repeat(24), decoded.get("nonce"));
    assertEquals(40, decoded.get("ciphertext_bytes"));
    Map<String, Object> clear = Decoded.ops(input("ops-envelope"));
    assertEquals("clear", clear.get("body"));
    assertEquals(
        List.of("valid", "verdict", "kind", "ops", "sexpr", "body"), List.copyOf(clear.keySet()));
  }

  @Test
  void showsWhomAnEpochChangeIsFor() {
    byte[] change = EpochVectors.change(2);
    Map<String, Object> decoded =
        ops(new UniversalOpWriter().epochChange(change, 0, change.length));
    assertEquals("05".repeat(8), decoded.get("epoch_id"));
    assertEquals("06".repeat(32), decoded.get("ephemeral"));
    assertEquals(List.of("00".repeat(32), "00".repeat(31) + "01"), decoded.get("recipients"));
    assertEquals("(epoch-change 0505050505050505 :members 2)", decoded.get("sexpr"));
    byte[] broken = Hex.decode(input("epoch-change-unordered"));
    assertEquals(
        "EPOCH_RECIPIENTS_UNORDERED",
        ops(new UniversalOpWriter().epochChange(broken, 0, broken.length)).get("verdict"));
  }
}
