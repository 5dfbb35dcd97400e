package dev.latticenano.edge;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.Custody;
import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which relays may be counted among those that hold what lies on this node. None holds what only
 * earlier versions need: it lets go of that by right. What a file needs is held by one that is
 * sound for every store that it holds for this node. Source: docs/storage.md §8.
 *
 * @param all keys of relays, of those too that are used no more
 * @param sound those of them that may be counted on
 */
public record RelayHolders(Set<AuthorId> all, Set<AuthorId> sound) {
  /** Those that a data directory knows of, open or not. */
  public static RelayHolders read(Path directory, long nowMs) throws Failure {
    RelayFiles files = new RelayFiles(directory);
    List<UsedRelay> used = files.read();
    Set<AuthorId> all = new HashSet<>(files.readLeft());
    Set<AuthorId> sound = new HashSet<>();
    used.forEach(each -> all.add(each.url().key()));
    used.forEach(each -> sound.add(each.url().key()));
    for (UsedRelay each : used) {
      if (!each.isSound(nowMs)) {
        sound.remove(each.url().key());
      }
    }
    return new RelayHolders(Set.copyOf(all), Set.copyOf(sound));
  }

  /** No relay counts in a census: it asks about what only earlier versions need. */
  public void leaveOut(ChunkCensus census) {
    all.forEach(each -> census.leaveOut(each.toBytes()));
  }

  /** Who holds what a file needs, for the node {@code own}: to be told what its logs say. */
  Custody custody(AuthorId own) {
    Custody custody = new Custody(own.toBytes());
    for (AuthorId each : all) {
      if (!sound.contains(each)) {
        custody.leaveOut(each.toBytes());
      }
    }
    return custody;
  }
}
