package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.text.RelayUrl;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others say about where a store is, as a node keeps it. */
@Timeout(60)
class SuggestionsTest {
  private static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-4aaa-aaaa-aaaaaaaaaaaa");
  private static final AuthorId PEER = new AuthorId(1, 2, 3, 4);

  @TempDir Path place;

  private static String url(int port) {
    return "lattice://a.b:" + port + "/" + "ab".repeat(32);
  }

  @Test
  void soManyAreKeptAndNoMoreUntilOneIsForgotten() throws Exception {
    Device device = Device.init(place.resolve("node"));
    try (NodeHome home = NodeHome.open(device.dir())) {
      Suggestions suggestions = home.relays().suggestions();
      for (int port = 1; port <= 2 * Limits.SUGGESTIONS_MAX; port++) {
        suggestions.told(STORE, PEER, url(port));
        suggestions.told(STORE, PEER, url(port));
        assertEquals(Math.min(port, Limits.SUGGESTIONS_MAX), suggestions.of(STORE).size());
      }
      assertTrue(suggestions.remove(STORE, RelayUrl.of(url(1))));
      suggestions.told(STORE, PEER, url(100));
      suggestions.told(STORE, PEER, url(101));
      assertEquals(Limits.SUGGESTIONS_MAX, suggestions.of(STORE).size());
      assertEquals(RelayUrl.of(url(100)), suggestions.of(STORE).get(7).url());
    }
  }
}
