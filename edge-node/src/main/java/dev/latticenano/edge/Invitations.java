package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The invites this node was given and nobody has let it in by yet: of each store a file {@code
 * invite} in its folder, mode 0600, which holds the token. Every peer met is asked; the file goes
 * when one of them has let this node in. Once the invite is of no more use it is empty, and says
 * only that this node is not in.
 */
public final class Invitations {
  private static final String NAME = "invite";
  private static final String MODE = "rw-------";
  private static final int BYTES_MAX = 1024;

  private final NodeHome home;
  private final BootstrapMarks bootstraps;

  Invitations(NodeHome home) {
    this.home = home;
    this.bootstraps = new BootstrapMarks(home);
  }

  /** The stores that were joined and have not come whole. */
  public BootstrapMarks bootstraps() {
    return bootstraps;
  }

  private Path file(StoreId store) {
    Path stores = home.directory().root().resolve("stores");
    return stores.resolve(store.toString()).resolve(NAME);
  }

  /**
   * Takes a place for the store that an invite leads to, and remembers the invite, in the place of
   * an earlier one: the next peer that may let this node in is asked to.
   */
  public void take(InviteToken token) throws Failure {
    StoreId store = token.store();
    if (!home.node().stores().contains(store)) {
      home.joinStore(store);
    } else if (isMember(store)) {
      throw new Failure(Failure.BAD_INPUT, "this node is a member of store " + store + " already");
    }
    keep(token);
  }

  /**
   * Makes an invite to a store of this node.
   *
   * @param expiresMs Unix ms; 0: never
   * @param once true if it lets in one device, by this node alone
   */
  public InviteToken make(StoreId store, Role role, boolean once, long expiresMs) throws Failure {
    try {
      long nowMs = System.currentTimeMillis();
      return home.node().membership(store).invite(expiresMs, once, role, nowMs);
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private boolean isMember(StoreId store) {
    Standing standing = home.node().membership(store).members().standing(home.node().key());
    return standing != null && standing.isMember();
  }

  private void keep(InviteToken token) throws Failure {
    Path file = file(token.store());
    try {
      SmallFile.write(file, (token.text() + "\n").getBytes(StandardCharsets.US_ASCII), MODE);
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "could not write " + file + ": " + e.getMessage(), e);
    }
  }

  /** True if an invite into the store is held that the next peer may let this node in by. */
  public boolean isPending(StoreId store) {
    return file(store).toFile().length() > 0;
  }

  /** True if this node came for the store, and nobody has let it in yet. */
  public boolean isOut(StoreId store) {
    return Files.exists(file(store));
  }

  /** Asks whoever turns out to be at the other end of a new link, before either can be done. */
  void linked(int link) {
    for (StoreId store : home.node().stores()) {
      ask(link, store);
    }
  }

  /** Remembers what came of it. */
  void event(Event event) {
    bootstraps.event(event);
    if (event instanceof Event.Joined joined && isOver(joined.verdict())) {
      try {
        over(joined);
      } catch (IOException e) {
        // It is asked again at the next meeting, and answered as this time.
        EventLog.waiting(file(joined.store()).toString(), e.getMessage());
      }
    }
  }

  private void over(Event.Joined joined) throws IOException {
    Path file = file(joined.store());
    if (joined.verdict() == Verdict.OK && !bootstraps.isKept(joined.store())) {
      throw new IOException("what came with the key is not kept yet");
    }
    if (joined.verdict() == Verdict.OK) {
      Files.deleteIfExists(file);
      home.node().acks().letIn(joined.store(), System.currentTimeMillis());
    } else if (Files.exists(file)) {
      Files.write(file, new byte[0]);
    }
  }

  /** True if the invite is of no more use. */
  private static boolean isOver(Verdict verdict) {
    return switch (verdict) {
      case OK, INVITE_REVOKED, INVITE_EXPIRED, INVITE_USED -> true;
      default -> false;
    };
  }

  /** What a peer answered, for a person. */
  String told(Event.Joined answer) {
    String store = "store " + named(answer.store());
    String not = "not let into " + store + ": the invite ";
    return switch (answer.verdict()) {
      case OK -> "let into " + store;
      case INVITE_REVOKED -> not + "was taken back; ask for a new one";
      case INVITE_EXPIRED -> not + "has expired; ask for a new one";
      case INVITE_USED -> not + "has been used; ask for a new one";
      case INVITE_UNKNOWN, MESSAGE_UNKNOWN ->
          "this peer does not let anybody into "
              + store
              + " by this invite; sync with the node that made it";
      case STORE_FULL -> "not let into " + store + " yet: a disk is full; asked again with room";
      default -> not + "was refused: " + answer.verdict();
    };
  }

  private String named(StoreId store) {
    try {
      String name = home.nameOf(store);
      return name.isEmpty() ? store.toString() : name;
    } catch (StoreException e) {
      return store.toString();
    }
  }

  private void ask(int link, StoreId store) {
    InviteToken token = pending(store);
    if (token != null) {
      home.node().join(link, token);
    }
  }

  /** The invite that the next peer may let this node in by; null if there is none. */
  public InviteToken pending(StoreId store) {
    Path file = file(store);
    try {
      if (!isPending(store) || Files.size(file) > BYTES_MAX) {
        return null;
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      boolean sound = InviteToken.check(text) == Verdict.OK;
      InviteToken token = sound ? InviteToken.parse(text) : null;
      return sound && token.store().equals(store) ? token : null;
    } catch (IOException e) {
      EventLog.waiting(file.toString(), e.getMessage());
      return null;
    }
  }
}
