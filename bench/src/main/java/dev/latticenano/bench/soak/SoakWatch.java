package dev.latticenano.bench.soak;

import java.io.IOException;

/** Looks at the relay every few seconds, on a thread of its own. */
public final class SoakWatch {
  private static final long LOOK_MS = 2_000;
  private static final int LOOKS_PER_COLLECTION = 10;

  private final SoakRelay relay;
  private final SoakDisk disk;
  private final Acknowledged acknowledged;
  private final SoakFigures figures;
  private final Doorstep time = new Doorstep();
  private int looks;

  /** Begins to look. */
  public SoakWatch(SoakRelay relay, SoakDisk disk, Acknowledged acknowledged, SoakFigures figures) {
    this.relay = relay;
    this.disk = disk;
    this.acknowledged = acknowledged;
    this.figures = figures;
    Thread thread = new Thread(this::run, "watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (time.pause(LOOK_MS)) {
      try {
        look();
      } catch (IOException e) {
        // It was killed while being looked at: there is another look.
        assert e.toString() != null;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() throws IOException, InterruptedException {
    long resident = relay.residentBytes("VmRSS");
    long anonymous = relay.residentBytes("RssAnon");
    if (resident > 0 && anonymous > 0) {
      figures.memory(resident, anonymous);
    }
    figures.acknowledged(
        acknowledged.intentionCount(), acknowledged.chunkCount(), disk.freeBytes());
    looks++;
    if (looks % LOOKS_PER_COLLECTION == 0 && resident > 0) {
      long heap = relay.heapBytes();
      if (heap > 0) {
        figures.heap(heap);
      }
    }
  }

  /** Looks no more. */
  public void stop() {
    time.end();
  }
}
