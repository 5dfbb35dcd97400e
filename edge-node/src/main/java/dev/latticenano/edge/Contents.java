package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import java.nio.file.Files;

/** What a store shows, for commands: of the kind they work on, and readable here. */
public final class Contents {
  private Contents() {}

  /** The state of a store of one kind; {@code content} is what such a store holds. */
  public static <T extends StateMachine> T of(
      NodeHome home, StoreId id, Class<T> kind, String content) throws Failure {
    StateMachine state = home.node().state(id);
    if (!kind.isInstance(state)) {
      String type = Shown.of(home.node().projection(id).type());
      throw new Failure(
          Failure.FAILED,
          type.isEmpty()
              ? "store " + id + " has not arrived yet; sync with someone who holds it"
              : "store " + home.called(id) + " is of type " + type + " and holds no " + content);
    }
    if (isLocked(home, id)) {
      throw new Failure(
          Failure.FAILED,
          "store " + home.called(id) + " is sealed, and this node has no key to read it");
    }
    return kind.cast(state);
  }

  /** True if a store is sealed and this node never had a key. */
  public static boolean isLocked(NodeHome home, StoreId id) {
    return home.node().projection(id).unread() > 0
        && !Files.exists(home.place(id).resolve(KeysFile.NAME));
  }
}
