package dev.latticenano.core.run;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a receiver holds, by the first 8 bytes of hashes. */
final class HeldIntentions implements RunContext {
  private record Entry(Hash hash, byte[] author) {}

  private final Map<Long, List<Entry>> held = new HashMap<>();

  void add(Hash hash, byte[] author) {
    long prefix = LittleEndian.longAt(hash.toBytes(), 0);
    List<Entry> entries = held.computeIfAbsent(prefix, each -> new ArrayList<>());
    if (entries.stream().noneMatch(entry -> entry.hash().equals(hash))) {
      entries.add(new Entry(hash, author));
    }
  }

  @Override
  public boolean find(byte[] prefix, int offset, byte[] hash, byte[] author) {
    List<Entry> entries = held.getOrDefault(LittleEndian.longAt(prefix, offset), List.of());
    if (entries.size() != 1) {
      return false;
    }
    entries.get(0).hash().write(hash, 0);
    System.arraycopy(entries.get(0).author(), 0, author, 0, 32);
    return true;
  }
}
