package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Giving a bridge another firmware. No board is here: a folder or a file plays the boot drive, and
 * the played bridge comes back with what the drive was given.
 */
@Timeout(120)
class BridgeFlashTest {
  private static final int RP2350 = 0xe48bff59;
  private static final int FRESH = 0x0badcafe;
  private static final int PAGES = 5;

  @TempDir Path place;
  private Path drive;
  private PlayedBridge bridge;

  @BeforeEach
  void plugIn() throws Exception {
    drive = place.resolve("drive");
    bridge = new PlayedBridge(Files.createDirectory(place.resolve("dev")));
    bridge.onDrive(board -> plugBack(board, FRESH));
  }

  @AfterEach
  void unplug() {
    bridge.close();
  }

  /** Shows the drive, waits for the firmware on it, and comes back. */
  private void plugBack(PlayedBridge board, int build) {
    try {
      showDrive("RP2350");
      Path file = drive.resolve("BRIDGE.UF2");
      long whole = (long) PAGES * 512;
      while (!Files.exists(file) || Files.size(file) < whole) {
        Thread.onSpinWait();
      }
      board.build = build;
      board.plug();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void showDrive(String chip) throws IOException {
    Path hidden = Files.createDirectories(place.resolve("hidden"));
    Files.writeString(
        hidden.resolve("INFO_UF2.TXT"),
        "UF2 Bootloader v1.0\nModel: Raspberry Pi " + chip + "\nBoard-ID: " + chip + "\n");
    Files.move(hidden, drive);
  }

  private Outcome flash(Path file, String... more) {
    String[] words = {"bridge", "flash", file.toString(), bridge.device()};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Device.lattice(all);
  }

  private Path image(int board, int build) throws IOException {
    return Files.write(place.resolve("bridge.uf2"), uf2(RP2350, board, build));
  }

  /** An image of five pages, of which the third names it. */
  private static byte[] uf2(int family, int board, int build) {
    ByteBuffer out = ByteBuffer.allocate(PAGES * 512).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PAGES; i++) {
      int at = i * 512;
      out.putInt(at, 0x0a324655).putInt(at + 4, 0x9e5d5157).putInt(at + 8, 0x2000);
      out.putInt(at + 12, 0x10000000 + i * 256).putInt(at + 16, 256);
      out.putInt(at + 20, i).putInt(at + 24, PAGES).putInt(at + 28, family);
      out.putInt(at + 508, 0x0ab16f30);
    }
    out.position(2 * 512 + 32 + 100);
    out.put("LNBRIDGE".getBytes(StandardCharsets.US_ASCII));
    out.put(new byte[] {(byte) board, 0, 1, 0}).putInt(build);
    return out.array();
  }

  @Test
  void writesTheImageToTheDriveAndAsksWhatRunsAfterwards() throws Exception {
    Path file = image(2, FRESH);
    flash(file, "--drive", drive.toString())
        .ok()
        .shows("runs 0.1.0-a1b2c3d4 and is given 0.1.0-0badcafe")
        .shows("it runs 0.1.0-0badcafe");
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(drive.resolve("BRIDGE.UF2")));
    flash(file, "--drive", drive.toString()).ok().shows("runs 0.1.0-0badcafe already");
  }

  @Test
  void aDriveThatNobodyMountsIsWrittenAsBlocks() throws Exception {
    Path device = place.resolve("sda1");
    bridge.onDrive(
        board -> {
          try {
            Files.write(device, new byte[4096]);
            while (Files.size(device) < (1 << 20) + PAGES * 512) {
              Thread.onSpinWait();
            }
            board.build = FRESH;
            board.plug();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Path file = image(2, FRESH);
    flash(file, "--drive", device.toString()).ok().shows("it runs 0.1.0-0badcafe");
    byte[] written = Files.readAllBytes(device);
    assertArrayEquals(
        Files.readAllBytes(file), Arrays.copyOfRange(written, 1 << 20, written.length));
  }

  @Test
  void aFileThatIsNoWholeImageForTheBoardTouchesNothing() throws Exception {
    byte[] sound = uf2(RP2350, 2, FRESH);
    refuse(new byte[0], "0 bytes are no whole number");
    refuse(Arrays.copyOf(sound, 700), "700 bytes");
    refuse(Arrays.copyOf(sound, 4 * 512), "it has 4 of 5 blocks");
    refuse(changed(sound, 512, 0), "block 1 has not the marks");
    refuse(changed(sound, 1024 + 508, 0), "block 2 has not the marks");
    refuse(changed(sound, 512 + 20, 0), "block 1 stands in it twice");
    refuse(changed(sound, 512 + 20, 9), "block 1 stands in it twice");
    refuse(changed(sound, 512 + 13, 0), "block 1 stands in it twice");
    refuse(changed(sound, 512 + 24, 6), "block 1 belongs to another image");
    refuse(changed(sound, 512 + 15, 0x20), "block 1 is no page of flash");
    refuse(changed(sound, 512 + 17, 0), "block 1 is no page of flash");
    refuse(changed(sound, 9, 0), "block 0 is no page of flash");
    refuse(changed(sound, 2 * 512 + 132, 0), "no name of a bridge's firmware");
    refuse(uf2(0xe48bff5a, 2, FRESH), "for chips of the family e48bff5a");
    refuse(uf2(RP2350, 3, FRESH), "the firmware is for pico2_w, and the bridge");
    refuse(uf2(0xe48bff56, 1, FRESH), "the firmware is for pico, and the bridge");
    refuse(uf2(0xe48bff56, 2, FRESH), "the firmware is for pico2, and the bridge");
    flash(place.resolve("none.uf2")).refused(Failure.NOT_FOUND, "there is no such file");
    assertFalse(Files.exists(drive));
    Device.lattice("bridge", "info", bridge.device()).ok();
  }

  private void refuse(byte[] bytes, String why) throws IOException {
    Path file = Files.write(place.resolve("bad.uf2"), bytes);
    flash(file, "--drive", drive.toString()).refused(Failure.BAD_INPUT, why);
  }

  private static byte[] changed(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  @Test
  void theDriveOfAnotherChipIsNotWritten() throws Exception {
    showDrive("RPI-RP2");
    bridge.onDrive(board -> {});
    flash(image(2, FRESH), "--drive", drive.toString())
        .refused(Failure.BAD_INPUT, "is the boot drive of another chip, RPI-RP2");
    assertFalse(Files.exists(drive.resolve("BRIDGE.UF2")));
  }

  @Test
  void aBridgeThatComesBackAsItWasIsSaidSo() throws Exception {
    bridge.onDrive(board -> plugBack(board, 0x11111111));
    Outcome outcome = flash(image(2, FRESH), "--drive", drive.toString(), "--patience", "3");
    outcome.refused(Failure.FAILED, "came back with 0.1.0-11111111, not with 0.1.0-0badcafe");
  }

  @Test
  void aDriveOrABridgeThatDoesNotComeIsSaidSo() throws Exception {
    bridge.onDrive(board -> {});
    Outcome outcome = flash(image(2, FRESH), "--drive", drive.toString(), "--patience", "1");
    outcome.refused(Failure.NOT_FOUND, "no boot drive of RP2350 showed up at " + drive);
    // The board is in its drive now; nobody but the drive is there.
    showDrive("RP2350");
    Device.lattice(
            "bridge",
            "flash",
            image(2, FRESH).toString(),
            "--drive",
            drive.toString(),
            "--patience",
            "1")
        .refused(Failure.LINK, "no bridge came back within 1 s");
    assertEquals(PAGES * 512, Files.size(drive.resolve("BRIDGE.UF2")));
    assertTrue(Files.exists(drive));
  }
}
