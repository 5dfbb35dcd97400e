package dev.latticenano.relay.net;

import java.util.function.BiConsumer;

/**
 * Which links are silent for too long, slow, or not proven in time; and asking a link whether it
 * still leads anywhere. On the thread of a {@link LinkLoop} alone. Source: docs/links.md, link-31,
 * link-32 and link-33.
 */
public final class Silence {
  private final Lines lines;
  private final Writing writing;
  private final BiConsumer<Line, Ending> end;

  Silence(Lines lines, Writing writing, BiConsumer<Line, Ending> end) {
    this.lines = lines;
    this.writing = writing;
    this.end = end;
  }

  /**
   * Asks a link, by a sign of life, to show soon that it leads anywhere; it is down if nothing
   * comes. Nothing is asked of a link that is down.
   *
   * @param answered run once, when something comes; in place of one that was given before
   */
  public void ask(int link, Runnable answered) {
    Line line = lines.find(link);
    if (line != null) {
      line.whenHeard = answered;
      ask(line);
    }
  }

  /** The same, unless that was done since something came over it. */
  public void askOnce(int link) {
    Line line = lines.find(link);
    if (line != null && line.heardWhenAsked != line.heard) {
      ask(line);
    }
  }

  private void ask(Line line) {
    long nowMs = LinkLoop.clockMs();
    asked(line, nowMs);
    line.heardWhenAsked = line.heard;
    // A frame that went in part is asked by what is left of it.
    if (line.rest == null && !writing.sign(line, nowMs)) {
      end.accept(line, Ending.CLOSED);
    }
  }

  /** Something was said over a link that is to be answered, if nothing was before. */
  static void asked(Line line, long nowMs) {
    if (!line.asked) {
      line.asked = true;
      line.askedMs = nowMs;
    }
  }

  /** How often something has come over a link; 0 if it is down. */
  public long heard(int link) {
    Line line = lines.find(link);
    return line == null ? 0 : line.heard;
  }

  /** Something has come over a link, and what it brought was looked at. */
  static void heard(Line line) {
    Runnable answered = line.whenHeard;
    if (answered != null) {
      line.whenHeard = null;
      answered.run();
    }
  }

  /** Once a second: ends a link whose time is over, or says that this end is there. */
  void look(Line line, NetLimits limits, long nowMs) {
    NetLimits.Times times = limits.times();
    if (isSilent(line, times, nowMs)) {
      end.accept(line, Ending.SILENT);
    } else if (!line.proven && nowMs - line.bornMs > times.proofMs()) {
      end.accept(line, Ending.UNPROVEN);
    } else if (line.isSlow(limits, nowMs)) {
      end.accept(line, Ending.SLOW);
    } else if (line.rest == null && nowMs - line.saidMs >= times.signMs()) {
      if (!writing.sign(line, nowMs)) {
        end.accept(line, Ending.CLOSED);
      }
    }
  }

  // Of a paused link nothing is read: what it says lies in the system.
  private static boolean isSilent(Line line, NetLimits.Times times, long nowMs) {
    boolean silent = nowMs - line.heardMs > times.silenceMs();
    boolean unanswered = line.asked && nowMs - line.askedMs > times.answerMs();
    return !line.paused && (silent || unanswered);
  }
}
