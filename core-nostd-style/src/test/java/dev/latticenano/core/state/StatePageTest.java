package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StatePageTest {
  @Test
  void theLimitsOfThePageAreThoseOfTheCode() throws IOException {
    Path page = Path.of(System.getProperty("repository.root", "."), "docs", "state.md");
    String spec = Files.readString(page);
    Map<String, Integer> limits =
        Map.of(
            "Limits.KV_KEY_BYTES_MAX", Limits.KV_KEY_BYTES_MAX,
            "KvTable.HEADS_MAX", KvTable.HEADS_MAX,
            "KvTable.INLINE_BYTES_MAX", KvTable.INLINE_BYTES_MAX,
            "ValuePieces.PIECE_BYTES", ValuePieces.PIECE_BYTES,
            "HeadRow.HEAD_BYTES_MAX", HeadRow.HEAD_BYTES_MAX);
    for (Map.Entry<String, Integer> limit : limits.entrySet()) {
      String row = "| `" + limit.getKey() + "` | " + limit.getValue() + " |";
      assertTrue(spec.contains(row), row);
    }
    assertTrue(spec.contains(Packing.OP_BYTES_MAX + " bytes of payload"));
  }
}
