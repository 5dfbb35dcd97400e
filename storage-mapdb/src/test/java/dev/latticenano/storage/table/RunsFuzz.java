package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Records of a store's runs, of any bytes behind a sound head. What is read fits the limits and the
 * bytes that there are, and written again it reads the same.
 */
public final class RunsFuzz {
  private static final int COUNT_AT = 24;

  private RunsFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    read(input);
    byte[] headed = Arrays.copyOf(input, Math.max(input.length, COUNT_AT + 2));
    LittleEndian.putInt(headed, 0, 1);
    headed[COUNT_AT + 1] = 0;
    read(headed);
  }

  private static void read(byte[] bytes) {
    RunsRecord record = RunsRecord.decoded(bytes);
    if (record == null) {
      return;
    }
    int runs = 0;
    for (RunsRecord.TableRuns table : record.tables()) {
      runs += table.tiers().stream().mapToInt(tier -> tier.size()).sum();
    }
    assertTrue(record.tables().size() <= RunsRecord.TABLES_MAX && runs <= RunsRecord.RUNS_MAX);
    assertEquals(record, RunsRecord.decoded(record.encoded()));
  }
}
