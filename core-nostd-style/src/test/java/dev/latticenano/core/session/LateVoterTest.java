package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A member may vote before anything that it wrote has come. */
class LateVoterTest {
  private final Mesh mesh = new Mesh(new Random(1));

  @Test
  void aBranchIsFinalOnWhoeverMeetsTheVoterAfterTheFork() throws Exception {
    MeshNode author = mesh.node();
    MeshNode voter = mesh.node();
    StoreId store = author.create(KvState.TYPE, 1);
    MeshNode twin = mesh.node(1);
    twin.restore(author.backup());
    voter.open(store);
    author.put(store, "key", 10);
    twin.put(store, "key", 20);
    mesh.meet(author, voter);
    voter.put(store, "key", 30);
    mesh.meet(author, twin);
    assertEquals(1, author.node.dag(store).forkedCount());
    mesh.meet(author, voter);
    mesh.assertSame(store, author, voter);
    int forked = author.node.dag(store).forkedAuthor(0);
    int projected = 0;
    for (int i = 0; i < author.node.dag(store).branchRows(forked).count(); i++) {
      int row = author.node.dag(store).branchRows(forked).at(i);
      projected += author.node.dag(store).isProjected(row) ? 1 : 0;
    }
    assertEquals(1, projected, "one branch is final");
  }
}
