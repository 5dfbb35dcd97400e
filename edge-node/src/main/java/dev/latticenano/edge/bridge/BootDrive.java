package dev.latticenano.edge.bridge;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The drive as which a chip presents itself while it takes a firmware: mounted somewhere, or a
 * block device.
 *
 * <p>The chip takes each block of a UF2 file by its marks, wherever on the drive it is written: a
 * block device is written without a file system (the chip's own program says so in its source;
 * tried on files that play the drive, never on a board).
 */
final class BootDrive {
  /** What each boot drive has in its top folder. */
  static final String CARD = "INFO_UF2.TXT";

  private static final String FILE = "BRIDGE.UF2";
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final Path LABELS = Path.of("/dev/disk/by-label");

  /** Behind all that the drive's file system says of itself. */
  private static final long BLOCKS_AT = 1 << 20;

  /** So long whoever mounts drives by itself is given to do so. */
  private static final long MOUNT_NS = TimeUnit.SECONDS.toNanos(4);

  private static final int CARD_BYTES_MAX = 1024;

  private final Path place;

  private BootDrive(Path place) {
    this.place = place;
  }

  /** Folders in which a boot drive may show, mounted by whoever mounts drives here. */
  static List<Path> folders(Path named) {
    if (named != null) {
      Path parent = named.toAbsolutePath().getParent();
      return parent == null ? List.of(named) : List.of(named, parent);
    }
    String user = System.getProperty("user.name");
    List<Path> folders = new ArrayList<>(List.of(LABELS, Path.of("/dev"), Path.of("/media")));
    folders.add(Path.of("/media", user));
    folders.add(Path.of("/run/media", user));
    folders.add(Path.of("/mnt"));
    return folders;
  }

  /** The drive of a chip where the user says it is; null while it is not there. */
  static BootDrive at(Path named, String chip) throws Failure {
    if (Files.isDirectory(named)) {
      String board = card(named);
      if (board != null && !board.equals(chip)) {
        throw new Failure(
            Failure.BAD_INPUT,
            named + " is the boot drive of another chip, " + board + ", not of " + chip);
      }
      return board == null ? null : new BootDrive(named);
    }
    return Files.exists(named) ? new BootDrive(named) : null;
  }

  /** The drive of a chip on this machine; null while there is none. */
  static BootDrive find(String chip, long sinceNs) throws Failure {
    try {
      for (String line : Files.readAllLines(MOUNTS, StandardCharsets.UTF_8)) {
        String[] words = line.split(" ");
        if (words.length > 2 && words[2].endsWith("fat")) {
          Path mounted = Path.of(words[1].replace("\\040", " "));
          if (chip.equals(card(mounted))) {
            return new BootDrive(mounted);
          }
        }
      }
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "cannot read " + MOUNTS + ": " + Reason.of(e), e);
    }
    Path device = LABELS.resolve(chip);
    boolean alone = Files.exists(device) && System.nanoTime() - sinceNs > MOUNT_NS;
    return alone ? new BootDrive(device) : null;
  }

  /** The chip that the card of a drive names; null without one. */
  private static String card(Path folder) {
    try (var in = Files.newInputStream(folder.resolve(CARD))) {
      String text = new String(in.readNBytes(CARD_BYTES_MAX), StandardCharsets.US_ASCII);
      return text.lines()
          .filter(line -> line.startsWith("Board-ID: "))
          .map(line -> line.substring("Board-ID: ".length()).strip())
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  /** Where it is, for people. */
  Path place() {
    return place;
  }

  /** Writes a firmware. The drive is gone as soon as the chip has its last block. */
  void write(Uf2 image) throws Failure {
    boolean mounted = Files.isDirectory(place);
    Path to = mounted ? place.resolve(FILE) : place;
    try (FileChannel out = mounted ? create(to) : FileChannel.open(to, StandardOpenOption.WRITE)) {
      out.position(mounted ? 0 : BLOCKS_AT);
      ByteBuffer bytes = ByteBuffer.wrap(image.bytes());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      sync(out);
    } catch (IOException e) {
      throw new Failure(
          Failure.DISK,
          "cannot write the firmware to the boot drive at " + place + ": " + Reason.of(e),
          e);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void sync(FileChannel out) {
    try {
      out.force(true);
    } catch (IOException e) {
      // The chip restarts with the last block, before the file system is done: the version tells.
    }
  }
}
