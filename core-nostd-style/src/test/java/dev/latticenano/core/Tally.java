package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.nio.charset.StandardCharsets;

/**
 * A store type that tells how often it was asked: one row for each letter that ops consist of, with
 * how many were applied. An op applied twice, or not at all, shows. It reads small letters; a newer
 * one reads capitals, too.
 */
final class Tally implements StateMachine {
  private final String type;
  private final Table table;
  private final boolean newer;

  Tally(String type, Table table, boolean newer) {
    this.type = type;
    this.table = table;
    this.newer = newer;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Verdict apply(Applied op) throws StoreException {
    for (int i = 0; i < op.opBytes(); i++) {
      byte letter = op.opArray()[op.opOffset() + i];
      if (!newer && letter < 'a') {
        return Verdict.KV_MALFORMED;
      }
    }
    byte[] count = new byte[4];
    for (int i = 0; i < op.opBytes(); i++) {
      byte[] key = {op.opArray()[op.opOffset() + i]};
      int before = table.get(key, 0, 1, count, 0) < 0 ? 0 : BigEndian.intAt(count, 0);
      BigEndian.putInt(count, 0, before + 1);
      table.put(key, 0, 1, count, 0, 4);
    }
    return Verdict.OK;
  }

  @Override
  public void clear() throws StoreException {
    for (byte letter = 0; letter >= 0 && letter < 127; letter++) {
      table.delete(new byte[] {letter}, 0, 1);
    }
  }

  @Override
  public boolean stalls() {
    return type.startsWith("core:");
  }

  /** Each letter with its number, in order: {@code a2 b1}. */
  String text() throws StoreException {
    StringBuilder out = new StringBuilder();
    table.range(
        new byte[0],
        null,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          out.append(out.length() == 0 ? "" : " ")
              .append(new String(key, keyOffset, keyLength, StandardCharsets.US_ASCII))
              .append(BigEndian.intAt(value, valueOffset));
          return true;
        });
    return out.toString();
  }
}
