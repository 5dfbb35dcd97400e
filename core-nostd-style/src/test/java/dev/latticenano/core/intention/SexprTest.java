package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Hex;
import org.junit.jupiter.api.Test;

class SexprTest {
  private static String ops(String storeType, byte[] ops) {
    return new OpsSexpr(storeType).ops(ops, 0, ops.length).full();
  }

  @Test
  void textIsEscaped() {
    String text = "a \"quote\", a \\, a\nline\tand \u0007 and \u202e";
    assertEquals(
        "\"a \\\"quote\\\", a \\\\, a\\nline\\tand \\u0007 and \\u202e\"", Sexpr.text(text).full());
  }

  @Test
  void compactCutsBytesAtEight() {
    byte[] bytes = IntentionVectors.filled(0xab, 9);
    assertEquals("(x abababababababab…)", Sexpr.list("x", Sexpr.raw(bytes, 0, 9)).compact());
    assertEquals("(x abababababababab)", Sexpr.list("x", Sexpr.raw(bytes, 0, 8)).compact());
    assertEquals("(x ababababababababab)", Sexpr.list("x", Sexpr.raw(bytes, 0, 9)).full());
  }

  @Test
  void prettyPutsEachItemOnItsLine() {
    Sexpr inner = Sexpr.list("b", Sexpr.number(-1));
    assertEquals(
        "(a\n  (b 18446744073709551615)\n  \"t\")",
        Sexpr.list("a", inner, Sexpr.text("t")).pretty());
    assertEquals("()", Sexpr.empty().pretty());
  }

  @Test
  void appDataIsShownAsItsStoreTypeReadsIt() {
    byte[] hello = OpsVectors.appData(OpsVectors.utf8("hello"));
    assertEquals("(data (append \"hello\"))", ops(OpsSexpr.LOG, hello));
    assertEquals("(data 68656c6c6f)", ops(OpsSexpr.KV, hello));
    byte[] put = OpsVectors.appData(OpsVectors.put("k\"", "v"));
    assertEquals("(data (put \"k\\\"\" \"v\"))", ops(OpsSexpr.KV, put));
    assertEquals("(data (put \"k\\\"\" \"v\"))", ops("", put));
    assertEquals("(data " + Hex.encode(put, 2, put.length - 2) + ")", ops("ns:other", put));
    byte[] longer = OpsVectors.appData(OpsVectors.utf8("x".repeat(60)));
    assertEquals("(data (append \"" + "x".repeat(50) + "\"))", ops(OpsSexpr.LOG, longer));
  }

  @Test
  void keysAndValuesThatAreNoTextAreShownAsBytes() {
    byte[] ops = OpsVectors.appData(Hex.decode("0a090a070a02ff001201c3"));
    assertEquals("(data (put ff00 c3))", ops(OpsSexpr.KV, ops));
  }

  @Test
  void whatDoesNotDecodeIsShownByItsHash() {
    assertEquals("569571d6", ops("", new byte[] {0x52, 5}));
  }

  @Test
  void sealedOpsShowTheirEpochAndSize() {
    byte[] sealed =
        OpsVectors.bytes(
            new EnvelopeWriter()
                .supersedesThrough(IntentionVectors.filled(0x44, 32), 0)
                .sealed(new byte[8], 0, new byte[24], 0, new byte[20], 0, 20));
    byte[] ops = OpsVectors.bytes(new UniversalOpWriter().envelope(sealed, 0, sealed.length));
    assertEquals(
        "(envelope (supersedes-through " + "44".repeat(32) + ") (sealed 0000000000000000 20))",
        ops("", ops));
  }

  @Test
  void anEnvelopeThatIsKeptSaysSo() {
    byte[] kept = OpsVectors.bytes(new EnvelopeWriter().keep(true).clear(new byte[0], 0, 0));
    byte[] ops = OpsVectors.bytes(new UniversalOpWriter().envelope(kept, 0, kept.length));
    assertEquals("(envelope (keep) ())", ops("", ops));
    assertEquals(1, Decoded.ops(Hex.encode(ops)).get("keep"));
  }
}
