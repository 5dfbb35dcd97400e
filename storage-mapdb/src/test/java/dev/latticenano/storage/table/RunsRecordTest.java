package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.table.RunsRecord.NamedRun;
import dev.latticenano.storage.table.RunsRecord.TableRuns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsRecordTest {
  private static final NamedRun RUN = new NamedRun(9, 0x1234, 5, 4400);

  @Test
  void isReadAsItWasWritten() {
    RunsRecord record =
        new RunsRecord(
            10,
            1L << 40,
            77,
            List.of(
                new TableRuns(
                    TableShape.fixed("hash", 12, 0).filtered(8),
                    List.of(List.of(RUN, RUN), List.of(RUN))),
                new TableRuns(TableShape.fixed("time", 40, 0).withSums(), List.of()),
                new TableRuns(TableShape.variable("dag"), List.of(List.of(RUN)))));
    assertEquals(record, RunsRecord.decoded(record.encoded()));
  }

  @Test
  void isRefusedShortLongOrOfAnotherVersion() {
    byte[] bytes = of(2, 3).encoded();
    for (int length = 0; length < bytes.length; length++) {
      assertNull(RunsRecord.decoded(Arrays.copyOf(bytes, length)));
    }
    assertNull(RunsRecord.decoded(Arrays.copyOf(bytes, bytes.length + 1)));
    byte[] newer = bytes.clone();
    LittleEndian.putInt(newer, 0, 2);
    assertNull(RunsRecord.decoded(newer));
    byte[] unnamed = bytes.clone();
    unnamed[26] = 'A';
    assertNull(RunsRecord.decoded(unnamed));
  }

  @Test
  void holdsAsManyRunsAndTablesAsItSaysAndNoMore() {
    RunsRecord most = of(1, RunsRecord.RUNS_MAX);
    assertEquals(most, RunsRecord.decoded(most.encoded()));
    assertThrows(IllegalStateException.class, of(1, RunsRecord.RUNS_MAX + 1)::encoded);
    RunsRecord tables = of(RunsRecord.TABLES_MAX, 1);
    assertEquals(tables, RunsRecord.decoded(tables.encoded()));
    assertThrows(IllegalStateException.class, of(RunsRecord.TABLES_MAX + 1, 1)::encoded);
  }

  @Test
  void isRefusedWithMoreRunsThanThereMayBe() {
    byte[] bytes = of(1, RunsRecord.RUNS_MAX).encoded();
    byte[] more = Arrays.copyOf(bytes, bytes.length + 24);
    LittleEndian.putShort(more, 48, RunsRecord.RUNS_MAX + 1);
    assertNull(RunsRecord.decoded(more));
    byte[] tables = of(RunsRecord.TABLES_MAX, 1).encoded();
    LittleEndian.putShort(tables, 24, RunsRecord.TABLES_MAX + 1);
    assertNull(RunsRecord.decoded(tables));
  }

  private static RunsRecord of(int tables, int runs) {
    List<TableRuns> all = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      String name = "" + (char) ('a' + i % 26) + (char) ('a' + i / 26);
      all.add(
          new TableRuns(TableShape.fixed(name, 4, 19), List.of(Collections.nCopies(runs, RUN))));
    }
    return new RunsRecord(3, 4, 5, all);
  }
}
