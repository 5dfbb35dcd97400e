package dev.latticenano.edge.files;

import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * A small folder with what real folders hold: text, a picture, nothing, much, and awkward names.
 */
public final class SampleFolder {
  /** Bytes of the largest file. */
  public static final int LARGE_BYTES = 20_000_000;

  private static final long SEED = 20_261_121;
  private static final int PICTURE_PIXELS = 256;

  private SampleFolder() {}

  /** Makes the folder; its content is the same every time. */
  public static void make(Path folder) throws Failure {
    try {
      Path letters = folder.resolve("Briefe und Notizen");
      Files.createDirectories(letters);
      Files.createDirectories(folder.resolve("empty folder"));
      Files.writeString(
          folder.resolve("read me first.txt"),
          "This folder travels from a laptop to a stick and on to a phone.\n");
      Files.writeString(letters.resolve("Größe & Übermut.txt"), "äöüß ÄÖÜ – ¿qué? 你好\n");
      Files.writeString(
          letters.resolve("trip 🚲🏔️.md"), "# Trip\n\n" + "Up and down.\n".repeat(4000));
      Files.createFile(folder.resolve("empty"));
      picture(folder.resolve("picture.png"));
      Files.write(folder.resolve("recording.bin"), noise(LARGE_BYTES));
      Path script = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\necho hello\n");
      Files.setPosixFilePermissions(
          script, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-x---"));
    } catch (IOException e) {
      throw new Failure(
          Failure.DISK, "cannot make the sample folder " + folder + ": " + Reason.of(e), e);
    }
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(SEED).nextBytes(bytes);
    return bytes;
  }

  private static void picture(Path path) throws IOException {
    BufferedImage image =
        new BufferedImage(PICTURE_PIXELS, PICTURE_PIXELS, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < PICTURE_PIXELS; y++) {
      for (int x = 0; x < PICTURE_PIXELS; x++) {
        image.setRGB(x, y, x << 16 | y << 8 | (x ^ y));
      }
    }
    if (!ImageIO.write(image, "png", path.toFile())) {
      throw new AssertionError("this Java cannot write PNG");
    }
  }
}
