package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SystemStateTest {
  private static final StoreId ELSEWHERE = new StoreId(1, 2);
  private final SystemState state = new SystemState();
  private long clock = 100;

  private static byte[] ops(byte[] system) {
    UniversalOpWriter writer = new UniversalOpWriter().system(system, 0, system.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  private Said say(String author, byte[] ops, Hash... cited) throws StoreException {
    Said said = new Said(author, clock++, List.of(cited), ops);
    assertEquals(Verdict.OK, state.apply(said.applied()));
    return said;
  }

  @Test
  void theGenesisOfAStoreIsTheOneItsNameIsDerivedFrom() throws StoreException {
    Blake3 blake3 = Blake3.plain();
    StoreId store = StoreId.derive(blake3, Said.author("creator"), 7);
    assertNull(state.genesis(store, blake3));
    say("joiner", new GenesisOp("core:kvstore", 7).toOps());
    say("creator", new GenesisOp("nano:files", 7).toOps());
    say("another", new GenesisOp("core:logstore", 8).toOps());
    assertEquals(new GenesisOp("nano:files", 7), state.genesis(store, blake3));
    assertEquals(new GenesisOp("core:kvstore", 7), state.genesis(ELSEWHERE, blake3));
  }

  @Test
  void theLastNameIsTheStoresName() throws StoreException {
    assertNull(state.name());
    Said first = say("a", ops(SystemOpWriter.storeName("Photos")));
    say("a", ops(SystemOpWriter.storeName("Holiday ☀")), first.hash);
    assertEquals("Holiday ☀", state.name());
    assertEquals(1, state.heads("name").size());
  }

  @Test
  void tellsPeersWithWhatIsKnownOfThem() throws StoreException {
    byte[] batch =
        SystemOpWriter.batch(
            List.of(
                SystemOpWriter.peerStatus(Said.author("p"), 2),
                SystemOpWriter.peerName(Said.author("p"), "Ada"),
                SystemOpWriter.peerAddedAt(Said.author("p"), 1234),
                SystemOpWriter.peerAddedBy(Said.author("p"), Said.author("a"))));
    say("a", ops(batch));
    say("a", ops(SystemOpWriter.peerStatus(Said.author("q"), 1)));
    assertEquals(2, state.peers().size());
    assertEquals(
        new SystemState.Peer(2, "Ada", 1234, Said.author("a")),
        state.peers().get(Said.author("p")));
    assertEquals(new SystemState.Peer(1, null, 0, null), state.peers().get(Said.author("q")));
  }

  @Test
  void tellsInvitesAndChildren() throws StoreException {
    Hash token = Said.hash("token");
    assertEquals(0, state.inviteStatus(token));
    Said valid = say("a", ops(SystemOpWriter.inviteStatus(token, 1)));
    say("b", ops(SystemOpWriter.inviteStatus(token, 3)), valid.hash);
    assertEquals(3, state.inviteStatus(token));
    Said child = say("a", ops(SystemOpWriter.addChild(ELSEWHERE, "notes", "core:kvstore")));
    assertEquals("notes", Said.text(state.value("child/" + ELSEWHERE + "/name")));
    assertEquals("core:kvstore", Said.text(state.value("child/" + ELSEWHERE + "/type")));
    say("a", ops(SystemOpWriter.removeChild(ELSEWHERE)), child.hash);
    assertNull(state.value("child/" + ELSEWHERE + "/name"));
  }

  @Test
  void passesOverAcksAndAppDataAndRefusesWhatDoesNotDecode() throws StoreException {
    say("a", new byte[0]);
    UniversalOpWriter writer = new UniversalOpWriter().appData(new byte[] {1, 2}, 0, 2);
    byte[] data = new byte[writer.length()];
    writer.write(data, 0, data.length);
    say("a", data);
    byte[] broken = {(byte) 0x5a, 5};
    assertEquals(Verdict.OPS_MALFORMED, state.apply(new Said("a", 1, List.of(), broken).applied()));
    assertEquals(0, state.peers().size());
    state.clear();
    assertNull(state.name());
  }
}
