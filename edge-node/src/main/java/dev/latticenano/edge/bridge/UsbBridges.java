package dev.latticenano.edge.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The serial devices of this machine that call themselves a bridge on USB, by vendor, product and
 * name, as Linux lists them. Only asking tells whether one answers. Source: docs/bridge.md §2.
 */
public final class UsbBridges {
  /** The numbers under which a bridge presents itself. */
  public static final String VENDOR = "2e8a";

  public static final String PRODUCT = "000a";

  /** Its name there, which others with the same numbers have not got. */
  public static final String NAME = "Lattice bridge";

  private static final Path SYSTEM_CLASSES = Path.of("/sys/class/tty");
  private static final Path SYSTEM_DEVICES = Path.of("/dev");

  /** From the device of an interface up to that of the whole board. */
  private static final int LEVELS_MAX = 4;

  private static final int TEXT_BYTES_MAX = 256;

  private final Path classes;
  private final Path devices;

  /**
   * A serial device that says it is a bridge.
   *
   * @param device its path
   * @param id the board's unique id as it says there, 16 hexadecimal digits
   */
  public record Found(String device, String id) {}

  /** Those of a machine whose lists are in two folders. */
  public UsbBridges(Path classes, Path devices) {
    this.classes = classes;
    this.devices = devices;
  }

  /** Those of this machine. */
  public static UsbBridges here() {
    return new UsbBridges(SYSTEM_CLASSES, SYSTEM_DEVICES);
  }

  /** The folder in which a device appears and vanishes. */
  public Path devices() {
    return devices;
  }

  /** Who is plugged in now, by path. */
  public List<Found> now() {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(classes)) {
      for (Path entry : entries) {
        Path board = board(entry);
        Path device = devices.resolve(entry.getFileName().toString());
        if (board != null && isBridge(board) && Files.exists(device)) {
          found.add(new Found(device.toString(), text(board, "serial").toLowerCase(Locale.ROOT)));
        }
      }
    } catch (IOException e) {
      return List.of(); // A machine without serial devices has no such list.
    }
    found.sort(Comparator.comparing(Found::device));
    return found;
  }

  private static Path board(Path entry) {
    try {
      Path at = entry.resolve("device").toRealPath();
      for (int i = 0; i < LEVELS_MAX && at != null; i++, at = at.getParent()) {
        if (Files.exists(at.resolve("idVendor"))) {
          return at;
        }
      }
    } catch (IOException e) {
      return null; // A terminal without a device, or one that is being unplugged.
    }
    return null;
  }

  private static boolean isBridge(Path board) {
    return text(board, "idVendor").equals(VENDOR)
        && text(board, "idProduct").equals(PRODUCT)
        && text(board, "product").equals(NAME);
  }

  private static String text(Path board, String name) {
    try (var in = Files.newInputStream(board.resolve(name))) {
      return new String(in.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
