package dev.latticenano.storage.scrub;

import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * Goes round all that is stored, part by part, a step at a time, and tells what is damaged. Has no
 * thread and no clock: the owner calls {@link #step} when there is nothing better to do. Where it
 * stands is remembered now and then, so that a restart goes on and no more than a few minutes' work
 * is done twice. One owner.
 */
public final class Scrub {
  // Remembering costs a write: once for so many bytes read.
  private static final long REMEMBER_BYTES = 67_108_864;

  private final List<? extends ScrubPart> parts;
  private final ScrubFile file;
  private final Findings findings;
  private ScrubProgress progress;
  private int index;
  private long rememberedBytes;
  private boolean changed;

  /** Goes on where {@code file} says; {@code findings} is told what is damaged. */
  public Scrub(List<? extends ScrubPart> parts, ScrubFile file, Findings findings)
      throws StoreException {
    this.parts = parts;
    this.file = file;
    this.findings = findings;
    this.progress = file.read();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).name().equals(progress.part())) {
        index = i;
        parts.get(i).begin(progress.place());
      }
    }
    if (progress.isUnderWay() && !parts.get(index).name().equals(progress.part())) {
      // The part is gone: its round begins anew.
      parts.get(0).begin(0);
    }
  }

  /** How far it has come. */
  public ScrubProgress progress() {
    return progress;
  }

  /**
   * Reads about {@code budgetBytes}; begins a round if none is under way.
   *
   * @return true if that completed a round
   */
  public boolean step(int budgetBytes, long nowMs) throws StoreException {
    if (parts.isEmpty()) {
      return true;
    }
    if (!progress.isUnderWay()) {
      beginRound(nowMs);
    }
    ScrubPart part = parts.get(index);
    long[] found = {0};
    long read =
        part.step(
            budgetBytes,
            (name, place, path, offset, bytes, reason) -> {
              found[0]++;
              findings.damaged(name, place, path, offset, bytes, reason);
            });
    advance(part, read, found[0]);
    boolean whole = read == 0 && nextPart(nowMs);
    if (whole || found[0] > 0 || progress.readBytes() - rememberedBytes >= REMEMBER_BYTES) {
      remember();
    }
    return whole;
  }

  private void beginRound(long nowMs) throws StoreException {
    long total = 0;
    for (ScrubPart part : parts) {
      total += part.bytes();
    }
    index = 0;
    parts.get(0).begin(0);
    progress =
        new ScrubProgress(
            progress.round() + 1,
            parts.get(0).name(),
            0,
            0,
            total,
            nowMs,
            progress.finishedMs(),
            0,
            progress.foundBefore());
    rememberedBytes = 0;
    changed = true;
  }

  private void advance(ScrubPart part, long read, long found) {
    progress =
        new ScrubProgress(
            progress.round(),
            part.name(),
            part.place(),
            progress.readBytes() + read,
            progress.totalBytes(),
            progress.startedMs(),
            progress.finishedMs(),
            progress.found() + found,
            progress.foundBefore());
    changed = true;
  }

  /** Goes to the next part; true if there is none and the round is over. */
  private boolean nextPart(long nowMs) {
    index++;
    if (index < parts.size()) {
      parts.get(index).begin(0);
      advance(parts.get(index), 0, 0);
      return false;
    }
    index = 0;
    progress =
        new ScrubProgress(
            progress.round(),
            "",
            0,
            progress.readBytes(),
            progress.totalBytes(),
            progress.startedMs(),
            nowMs,
            progress.found(),
            progress.found());
    return true;
  }

  /** Remembers where it stands; called by the owner before it ends. */
  public void remember() throws StoreException {
    if (changed) {
      file.write(progress);
      changed = false;
      rememberedBytes = progress.readBytes();
    }
  }

  @Override
  public String toString() {
    return "round " + progress.round() + ", " + progress.percent() + " % in " + progress.part();
  }
}
