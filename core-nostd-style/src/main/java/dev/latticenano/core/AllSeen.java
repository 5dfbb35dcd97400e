package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Past;

/** The past of what a snapshot holds: everything in it counts as seen. */
final class AllSeen implements Past {
  @Override
  public boolean holds(Hash past, Hash of) {
    return true;
  }

  @Override
  public boolean holdsAllOf(AuthorId author, Hash of) {
    return true;
  }
}
