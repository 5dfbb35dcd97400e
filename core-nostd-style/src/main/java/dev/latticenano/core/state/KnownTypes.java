package dev.latticenano.core.state;

import dev.latticenano.core.store.Table;

/** The store types of this version. */
public final class KnownTypes implements StoreTypes {
  @Override
  public StateMachine open(String type, Table state) {
    return switch (type) {
      case KvState.TYPE -> new KvState(state);
      case FileState.TYPE -> new FileState(state);
      default -> null;
    };
  }
}
