package dev.latticenano.bench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What filling an engine costs: time from the first record of each commit until the commit is
 * durable, bytes from before opening until after closing, memory while all is open.
 */
final class FillCost {
  private final long heapBytes = ProcessCost.heapBytes();
  private final long writtenBytes = ProcessCost.writtenBytes();
  private final long handedBytes = ProcessCost.handedBytes();
  private final long[] commitNs;
  private final long[] batchNs;
  private final int records;
  private int commits;
  private long batchStartNs;
  private long commitStartNs;
  private long closeStartNs;

  /** Begins before the engine is opened. */
  FillCost(int records) throws IOException {
    this.records = records;
    commitNs = new long[(records + EngineWork.BATCH - 1) / EngineWork.BATCH];
    batchNs = new long[commitNs.length];
  }

  /** The first record of a commit comes now. */
  void begin() {
    batchStartNs = System.nanoTime();
  }

  /** All its records are put. */
  void commit() {
    commitStartNs = System.nanoTime();
  }

  /** They are durable. */
  void committed() {
    long nowNs = System.nanoTime();
    commitNs[commits] = nowNs - commitStartNs;
    batchNs[commits++] = nowNs - batchStartNs;
  }

  /** The engine is full and will be closed now. */
  void full() {
    EngineWork.say("inserts", records / (Arrays.stream(batchNs).sum() / 1e9));
    double arrays = 16.0 * commitNs.length;
    EngineWork.say("heap", (ProcessCost.heapBytes() - heapBytes - arrays) / records);
    closeStartNs = System.nanoTime();
  }

  /** The engine is closed; its files are in {@code folder}. */
  void closed(Path folder) throws IOException {
    EngineWork.say("close", (System.nanoTime() - closeStartNs) / 1e6);
    double payload = (double) records * Records.PAYLOAD_BYTES;
    EngineWork.say("written", (ProcessCost.writtenBytes() - writtenBytes) / payload);
    EngineWork.say("handed", (ProcessCost.handedBytes() - handedBytes) / payload);
    EngineWork.say("files", ProcessCost.fileBytes(folder) / payload);
    EngineWork.say("fillrss", ProcessCost.residentBytes() / 1e6);
    sayQuantiles("commit", commitNs);
    sayQuantiles("batch", batchNs);
  }

  private static void sayQuantiles(String name, long[] nanos) {
    Arrays.sort(nanos);
    EngineWork.say(name + "50", nanos[nanos.length / 2] / 1e6);
    EngineWork.say(name + "99", nanos[(int) (nanos.length * 0.99)] / 1e6);
    EngineWork.say(name + "max", nanos[nanos.length - 1] / 1e6);
  }
}
