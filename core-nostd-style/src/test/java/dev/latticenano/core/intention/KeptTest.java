package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.Hex;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which intentions no mark supersedes, as anybody can tell. */
class KeptTest {
  private final Kept kept = new Kept();
  private long count;

  private static IntentionView carrying(byte[] ops) {
    IntentionWriter writer = new IntentionWriter().clear();
    writer.author(new byte[32], 0).store(StoreId.parse("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"));
    byte[] bytes = new byte[writer.ops(ops, 0, ops.length).length()];
    writer.write(bytes, 0, bytes.length);
    IntentionView view = new IntentionView().wrap(bytes, 0, bytes.length);
    assertEquals(Verdict.OK, view.check());
    return view;
  }

  private static byte[] enveloped(EnvelopeWriter envelope) {
    byte[] content = OpsVectors.bytes(envelope);
    return OpsVectors.bytes(new UniversalOpWriter().envelope(content, 0, content.length));
  }

  private static EnvelopeWriter sealed() {
    byte[] part = new byte[300];
    return new EnvelopeWriter().sealed(part, 0, part, 0, part, 0, part.length);
  }

  @Test
  void bareOpsAreKeptByTheirKindAndEnvelopesIfTheySaySo() {
    byte[] named = SystemOpWriter.storeName("n");
    byte[] system = OpsVectors.bytes(new UniversalOpWriter().system(named, 0, named.length));
    Map<byte[], Boolean> cases = new LinkedHashMap<>();
    cases.put(new byte[0], false);
    cases.put(Hex.decode("520178"), false);
    cases.put(Hex.decode("da3e00"), false);
    cases.put(new GenesisOp("kv", 1).toOps(), true);
    cases.put(system, true);
    cases.put(Hex.decode("ca3e00"), true);
    cases.put(Hex.decode("d23e00"), true);
    cases.put(Hex.decode("e23e00"), true);
    cases.put(Hex.decode("5205"), true);
    cases.put(enveloped(sealed()), false);
    cases.put(enveloped(sealed().keep(true)), true);
    cases.put(enveloped(sealed().supersedesThrough(new byte[32], 0).keep(true)), true);
    cases.put(enveloped(new EnvelopeWriter().clear(system, 0, system.length)), false);
    cases.put(Hex.decode("c23e022000"), false);
    cases.put(Hex.decode("c23e022001"), true);
    cases.put(Hex.decode("c23e022002"), true);
    cases.forEach((ops, is) -> assertEquals(is, kept.holds(carrying(ops)), () -> Hex.encode(ops)));
  }

  @Test
  void tellingAllocatesNothing() {
    IntentionView view = carrying(enveloped(sealed().keep(true)));
    assertEquals(0, Allocation.bytesPerRun(100_000, () -> count += kept.holds(view) ? 1 : 0));
    assertTrue(count >= 100_000);
  }
}
