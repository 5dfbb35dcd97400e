package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;

/** A column of 32-byte names, zero where unset; grows by whole pages like {@link IntColumn}. */
final class NameColumn {
  private final LongColumn[] words = {
    new LongColumn(), new LongColumn(), new LongColumn(), new LongColumn()
  };

  /** The first word of the name at {@code index}, as {@link LittleEndian} reads it. */
  long first(int index) {
    return words[0].at(index);
  }

  void set(int index, byte[] name, int offset) {
    for (int i = 0; i < 4; i++) {
      words[i].set(index, LittleEndian.longAt(name, offset + 8 * i));
    }
  }

  void copy(int index, byte[] out, int offset) {
    for (int i = 0; i < 4; i++) {
      LittleEndian.putLong(out, offset + 8 * i, words[i].at(index));
    }
  }

  boolean equals(int index, byte[] name, int offset) {
    return words[0].at(index) == LittleEndian.longAt(name, offset)
        && words[1].at(index) == LittleEndian.longAt(name, offset + 8)
        && words[2].at(index) == LittleEndian.longAt(name, offset + 16)
        && words[3].at(index) == LittleEndian.longAt(name, offset + 24);
  }
}
