package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.fuzz.Script;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every form that an intention has or holds, read from any bytes: form, fields, and how it is shown
 * to people. A whole intention is written again and gives the same bytes.
 */
public final class IntentionFuzz {
  private static final List<String> KINDS =
      List.of(
          "intention",
          "signed",
          "witness-content",
          "witness",
          "ops",
          "kv",
          "envelope",
          "notice",
          "restatement",
          "epoch-change",
          "identity",
          "token",
          "root",
          "system");

  private IntentionFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Script script = new Script(input);
    String kind = KINDS.get(script.choose(KINDS.size()));
    byte[] bytes = script.rest();
    switch (kind) {
      case "root" -> root(bytes);
      case "system" -> system(bytes);
      case "token" -> token(bytes);
      default -> read(kind, bytes);
    }
  }

  private static void read(String kind, byte[] bytes) {
    Map<String, String> vector = new HashMap<>();
    vector.put("kind", kind);
    vector.put("input", Hex.encode(bytes));
    vector.put("witness_key", "11".repeat(32));
    Verdict verdict = VectorReading.of(vector).verdict();
    String hex = Hex.encode(bytes);
    switch (kind) {
      case "intention" -> {
        assertSame(verdict, Decoded.intention(hex));
        if (verdict == Verdict.OK) {
          writeAgain(bytes);
        }
      }
      case "signed" -> assertSame(verdict, Decoded.signed(hex));
      case "witness" -> Decoded.witness(hex);
      case "ops" -> Decoded.ops(hex);
      default -> {}
    }
  }

  private static void assertSame(Verdict verdict, Map<String, Object> shown) {
    assertEquals(verdict == Verdict.OK, shown.get("valid"));
  }

  private static void writeAgain(byte[] bytes) {
    IntentionView view = new IntentionView().wrap(bytes, 0, bytes.length);
    assertEquals(Verdict.OK, view.check());
    IntentionWriter writer = new IntentionWriter().clear().store(view.store());
    writer.author(view.author()).timestamp(view.wallMs(), view.counter());
    writer.storePrev(view.storePrev());
    for (int i = 0; i < view.conditionCount(); i++) {
      if (i > 0 && view.condition(i - 1).compareTo(view.condition(i)) >= 0) {
        return; // Read as it is, never written so.
      }
      writer.addCondition(view.condition(i));
    }
    writer.ops(bytes, view.opsOffset(), view.opsLength());
    byte[] again = new byte[bytes.length];
    assertEquals(bytes.length, writer.write(again, 0, again.length));
    assertArrayEquals(bytes, again);
  }

  private static void root(byte[] bytes) {
    RootPayloadView view = new RootPayloadView().wrap(bytes, 0, bytes.length);
    if (view.check()) {
      while (view.next()) {
        for (int field = 1; field <= RootPayloadView.FIELDS; field++) {
          int from = view.fieldOffset(field);
          Arrays.copyOfRange(view.bytes(), from, from + view.fieldLength(field));
        }
      }
    }
  }

  private static void system(byte[] bytes) {
    UniversalOpView ops = new UniversalOpView().wrap(bytes, 0, bytes.length);
    boolean holds = ops.check() == Verdict.OK && ops.kind() == UniversalOpView.Kind.SYSTEM;
    if (!holds) {
      return;
    }
    SystemWalk walk = new SystemWalk().wrap(ops);
    SystemOpView op = new SystemOpView();
    while (walk.next(op)) {
      new String(op.textBytes(), op.textOffset(), op.textLength(), StandardCharsets.UTF_8);
      int type = op.kind() == SystemOpView.Kind.ADD_CHILD ? op.typeOffset() : 0;
      new String(op.textBytes(), type, op.typeLength(), StandardCharsets.UTF_8);
    }
  }

  private static void token(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (InviteToken.check(text) == Verdict.OK) {
      assertEquals(InviteToken.check(InviteToken.parse(text).text()), Verdict.OK);
    }
    Decoded.token(text);
  }
}
