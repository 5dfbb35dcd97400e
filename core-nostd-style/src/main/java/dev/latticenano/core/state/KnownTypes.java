package dev.latticenano.core.state;

import dev.latticenano.core.store.Table;

/** The store types of this version. */
public final class KnownTypes implements StoreTypes {
  @Override
  public StateMachine open(String type, Table state) {
    return switch (type) {
      case KvState.TYPE -> new KvState(state);
      case LogState.TYPE -> new LogState(state);
      case RootState.TYPE -> new RootState(state);
      case FileState.TYPE -> new FileState(state);
      default -> null;
    };
  }
}
