package dev.latticenano.edge.bridge;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a serial line is, as it is typed: a device, or a device with a colon and the number of a
 * bridge's port. Names of devices may end in the same way: what is there as a whole is a device.
 *
 * @param device its path
 * @param port 0 to 14, or {@link #ANY}
 */
public record SerialPlace(String device, int port) {
  /** No port was said. */
  public static final int ANY = -1;

  private static final Pattern WITH_PORT = Pattern.compile("(.+):([0-9]|1[0-4])");

  /** The place of a text. */
  public static SerialPlace of(String text) {
    Matcher parts = WITH_PORT.matcher(text);
    if (!exists(text) && parts.matches() && exists(parts.group(1))) {
      return new SerialPlace(parts.group(1), Integer.parseInt(parts.group(2)));
    }
    return new SerialPlace(text, ANY);
  }

  private static boolean exists(String device) {
    try {
      return Files.exists(Path.of(device));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The place of one port of a device. */
  public static String name(String device, int port) {
    return device + ":" + port;
  }

  @Override
  public String toString() {
    return port == ANY ? device : name(device, port);
  }
}
