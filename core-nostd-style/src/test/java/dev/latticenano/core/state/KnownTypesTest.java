package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KnownTypesTest {
  private final StoreTypes types = new KnownTypes();

  @Test
  void opensAStoreByItsTypeAndKnowsWhichOnesStall() {
    Map<String, Boolean> known =
        Map.of(
            "core:kvstore", true,
            "core:logstore", true,
            "core:rootstore", false,
            "nano:files", false);
    known.forEach(
        (type, stalls) -> {
          StateMachine machine = types.open(type, new VariableRows());
          assertEquals(type, machine.type());
          assertEquals(stalls, machine.stalls(), type);
        });
    assertNull(types.open("somebody:else", new VariableRows()));
    assertNull(types.open("", new VariableRows()));
  }

  @Test
  void takesUpWhatAnEarlierRunLeftInTheTable() throws StoreException {
    VariableRows rows = new VariableRows();
    types.open(KvState.TYPE, rows).apply(Said.put("a", 1, "k", "v").applied());
    KvState again = (KvState) types.open(KvState.TYPE, rows);
    assertEquals("v", Said.text(again.value(Said.bytes("k"))));
  }
}
