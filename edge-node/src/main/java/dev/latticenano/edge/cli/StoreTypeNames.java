package dev.latticenano.edge.cli;

import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.LogState;
import dev.latticenano.core.state.RootState;
import java.util.ArrayList;
import java.util.List;

/** The store types that can be made, for the shell and for help. */
final class StoreTypeNames extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  StoreTypeNames() {
    super(List.of(FileState.TYPE, KvState.TYPE, LogState.TYPE, RootState.TYPE));
  }
}
