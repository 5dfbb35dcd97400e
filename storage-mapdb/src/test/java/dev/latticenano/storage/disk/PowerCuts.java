package dev.latticenano.storage.disk;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk.Content;
import dev.latticenano.storage.disk.PowerCutDisk.Kind;
import dev.latticenano.storage.disk.PowerCutDisk.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a power cut may leave of a {@link PowerCutDisk}: whatever was not synced, each page of
 * each write, each shortening and each change of a name, may be there or not, in any combination,
 * and one page may be torn. Bytes between a page that is there and an earlier one that is not are
 * zeros. With more than {@link #EACH_MAX} such parts, combinations are drawn at random instead.
 */
public final class PowerCuts {
  /** Parts up to which every combination is tried. */
  public static final int EACH_MAX = 8;

  private static final int DRAWN = 200;

  /** Judges what a cut left. */
  public interface Judge {
    /** {@code how} says which parts are there, for a failure's message. */
    void left(PowerCutDisk disk, String how) throws StoreException;
  }

  /** A part of an operation that may be lost by itself: of a write, what falls into one page. */
  private record Part(Op op, int from, int to) {}

  private final PowerCutDisk disk;
  private final Random random;
  private final Set<String> seen = new HashSet<>();

  /** Cuts of one disk; {@code random} draws where there are too many. */
  public PowerCuts(PowerCutDisk disk, Random random) {
    this.disk = disk;
    this.random = random;
  }

  /**
   * Shows everything that a cut after the first {@code n} operations may leave, each state once per
   * {@code n}; a cut in the middle of an operation is among those after it. Returns how many.
   */
  public int after(int n, Judge judge) throws StoreException {
    seen.clear();
    List<Part> parts = parts(n);
    int count = parts.size();
    if (count <= EACH_MAX) {
      for (int kept = 0; kept < 1 << count; kept++) {
        boolean[] keep = new boolean[count];
        for (int i = 0; i < count; i++) {
          keep[i] = (kept >> i & 1) == 1;
        }
        showWithTears(n, parts, keep, judge);
      }
    } else {
      for (int i = 0; i < DRAWN; i++) {
        boolean[] keep = new boolean[count];
        // From almost nothing to almost everything, and the first k alone.
        int most = random.nextInt(count + 1);
        for (int k = 0; k < count; k++) {
          keep[k] = i % 4 == 0 ? k < most : random.nextInt(count) < most;
        }
        int torn = random.nextInt(count);
        show(n, parts, keep, torn, tear(parts.get(torn), random.nextInt(3)), judge);
      }
    }
    return seen.size();
  }

  private void showWithTears(int n, List<Part> parts, boolean[] keep, Judge judge)
      throws StoreException {
    show(n, parts, keep, -1, 0, judge);
    for (int torn = 0; torn < keep.length; torn++) {
      if (keep[torn] && parts.get(torn).op.kind() == Kind.WRITE) {
        for (int way = 0; way < 3; way++) {
          show(n, parts, keep, torn, tear(parts.get(torn), way), judge);
        }
      }
    }
  }

  /** Bytes of a part that are there if it is torn: one, half or all but one. */
  private static int tear(Part part, int way) {
    int bytes = part.to - part.from;
    return way == 0 ? 1 : way == 1 ? bytes / 2 : bytes - 1;
  }

  private List<Part> parts(int n) {
    List<Part> parts = new ArrayList<>();
    List<Op> names = disk.unsynced(n);
    for (Op op : disk.ops.subList(0, n)) {
      if (op.kind() == Kind.SYNC) {
        parts.removeIf(p -> p.op.content() == op.content() && !isName(p.op));
      } else if (op.kind() == Kind.WRITE) {
        int length = op.bytes().value.length;
        int page = PowerCutDisk.PAGE_BYTES;
        for (int from = 0; from < length; ) {
          int to = (int) Math.min(length, from + page - (op.at() + from) % page);
          parts.add(new Part(op, from, to));
          from = to;
        }
      } else if (op.kind() == Kind.TRUNCATE || names.contains(op)) {
        parts.add(new Part(op, 0, 0));
      }
    }
    return parts;
  }

  private static boolean isName(Op op) {
    return op.kind() == Kind.CREATE || op.kind() == Kind.RENAME || op.kind() == Kind.DELETE;
  }

  private void show(int n, List<Part> parts, boolean[] keep, int torn, int tornBytes, Judge judge)
      throws StoreException {
    Map<Content, byte[]> bytes = new HashMap<>(disk.initialBytes);
    Map<Path, Content> names = new TreeMap<>(disk.initial);
    Set<Op> open = Collections.newSetFromMap(new IdentityHashMap<>());
    parts.forEach(part -> open.add(part.op));
    for (Op op : disk.ops.subList(0, n)) {
      if (!open.contains(op)) {
        if (op.kind() == Kind.WRITE) {
          write(bytes, op, 0, op.bytes().value.length);
        } else if (op.kind() == Kind.TRUNCATE) {
          truncate(bytes, op);
        } else {
          PowerCutDisk.applyName(op, names);
        }
        continue;
      }
      for (int i = 0; i < keep.length; i++) {
        Part part = parts.get(i);
        if (part.op == op && keep[i]) {
          if (op.kind() == Kind.WRITE) {
            write(bytes, op, part.from, i == torn ? part.from + tornBytes : part.to);
          } else if (op.kind() == Kind.TRUNCATE) {
            truncate(bytes, op);
          } else {
            PowerCutDisk.applyName(op, names);
          }
        }
      }
    }
    PowerCutDisk left = new PowerCutDisk();
    names.forEach((path, content) -> left.put(path, bytes.getOrDefault(content, new byte[0])));
    if (seen.add(left.fingerprint())) {
      judge.left(left, "cut at " + n + ", kept " + Arrays.toString(keep) + ", torn " + torn);
    }
  }

  private static void write(Map<Content, byte[]> bytes, Op op, int from, int to) {
    byte[] before = bytes.getOrDefault(op.content(), new byte[0]);
    byte[] after = Arrays.copyOf(before, (int) Math.max(before.length, op.at() + to));
    System.arraycopy(op.bytes().value, from, after, (int) op.at() + from, to - from);
    bytes.put(op.content(), after);
  }

  private static void truncate(Map<Content, byte[]> bytes, Op op) {
    byte[] before = bytes.getOrDefault(op.content(), new byte[0]);
    bytes.put(op.content(), Arrays.copyOf(before, (int) Math.min(before.length, op.at())));
  }
}
