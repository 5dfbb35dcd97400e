package dev.latticenano.core.state;

import static dev.latticenano.core.state.Said.bytes;
import static dev.latticenano.core.state.Said.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.intention.RootPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class RootStateTest {
  private static final StoreId STORE = new StoreId(1, 2);
  private final RootState root = new RootState();
  private long clock = 1;

  private static byte[] payload(Consumer<RootPayloadWriter> content) {
    byte[] out = new byte[20_000];
    RootPayloadWriter writer = new RootPayloadWriter().wrap(out, 0, out.length);
    content.accept(writer);
    return Arrays.copyOf(out, writer.finish());
  }

  private Said apply(byte[] op, Said... cited) throws StoreException {
    Said said = new Said("a", clock++, Arrays.stream(cited).map(each -> each.hash).toList(), op);
    assertEquals(Verdict.OK, root.apply(said.applied()));
    return said;
  }

  private List<String> listed(String prefix) throws StoreException {
    List<String> keys = new ArrayList<>();
    root.list(prefix, (key, winner, conflicted) -> keys.add(text(key)));
    return keys;
  }

  @Test
  void anAppIsRegisteredUnderItsNameAndRemoved() throws StoreException {
    Said said = apply(payload(out -> out.registerApp("notes", "org.notes", STORE)));
    assertEquals(STORE.toString(), text(root.value("apps/notes/store-id")));
    assertEquals("org.notes", text(root.value("apps/notes/app-id")));
    apply(payload(out -> out.removeApp("notes")), said);
    assertEquals(List.of(), listed("apps/"));
    assertEquals(1, root.heads("apps/notes/app-id").size());
  }

  @Test
  void aStoreIdOfSixteenBytesIsShownAsText() throws StoreException {
    String fields = "0a0161" + "120162" + "1a10" + "00".repeat(15) + "07";
    byte[] op = Hex.decode("0a1a0a18" + fields + "1001");
    apply(op);
    assertEquals(new StoreId(0, 7).toString(), text(root.value("apps/a/store-id")));
  }

  @Test
  void aBundleIsUploadedAndRemoved() throws StoreException {
    byte[] zip = new byte[5000];
    Said said = apply(payload(out -> out.uploadBundle("org.notes", zip, bytes("[app]"))));
    assertEquals(5000, root.value("appbundles/org.notes/bundle.zip").length);
    assertEquals("[app]", text(root.value("appbundles/org.notes/manifest")));
    apply(payload(out -> out.removeBundle("org.notes")), said);
    assertEquals(List.of(), listed("appbundles/"));
  }

  @Test
  void ofKeysFromBeforeThereWereRootOperationsOnlyThoseOfAppsCount() throws StoreException {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    for (String key : List.of("apps/x/app-id", "appbundles/y/manifest/app/name", "other", "apps")) {
      writes.put(key, bytes("v"));
    }
    Said said = apply(Said.payload(writes));
    assertEquals(List.of("appbundles/y/manifest/app/name", "apps/x/app-id"), listed(""));
    apply(Said.payload(Said.map("apps/x/app-id", null)), said);
    assertNull(root.value("apps/x/app-id"));
  }

  @Test
  void whateverElseComesIsPassedOverAndNeverAReasonToStall() throws StoreException {
    apply(new byte[0]);
    apply(new byte[] {1, 2, 3});
    apply(Hex.decode("0a021a00" + "1001"));
    apply(Hex.decode("0a022a00" + "1002"));
    String tooLong = "n".repeat(Limits.KV_KEY_BYTES_MAX);
    apply(payload(out -> out.removeApp(tooLong).registerApp("ok", "id", STORE)));
    assertEquals(List.of("appbundles//bundle.zip", "appbundles//manifest"), listed("appb"));
    assertEquals(List.of("apps/ok/app-id", "apps/ok/store-id"), listed("apps/"));
    assertFalse(root.stalls());
  }
}
