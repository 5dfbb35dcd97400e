package dev.latticenano.edge.bridge;

import dev.latticenano.host.Failure;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.Trunk;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Gives a bridge another firmware: asks it to restart as its boot drive, writes the file there,
 * waits for the bridge to come back and believes nothing but what it then says of itself.
 */
public final class Flashing {
  /** Asked so often, a bridge that has just started answers. */
  private static final int ATTEMPTS = 3;

  private final Uf2 image;
  private final int baud;
  private final UsbBridges usb;
  private final Consumer<String> said;
  private final long patienceMs;
  private Path drive;

  /** A bridge that runs the wrong firmware after all. */
  private String wrong;

  /**
   * Flashing with an image.
   *
   * @param patienceMs how long to wait for the drive, and then for the bridge
   * @param said takes what is done, a sentence each
   */
  public Flashing(Uf2 image, int baud, UsbBridges usb, long patienceMs, Consumer<String> said) {
    this.patienceMs = patienceMs;
    this.image = image;
    this.baud = baud;
    this.usb = usb;
    this.said = said;
  }

  /** Says where the boot drive will be, a folder or a block device; returns this. */
  public Flashing driveAt(Path newDrive) {
    drive = newDrive;
    return this;
  }

  /** Flashes the bridge at a device; {@code again} also if it runs that very firmware. */
  public BridgeIdentity bridge(String device, boolean again) throws Failure, InterruptedException {
    BridgeIdentity before;
    try (OpenBridge bridge = OpenBridge.open(device, baud)) {
      before = bridge.identity();
      if (!image.fits(before.board())) {
        throw new Failure(
            Failure.BAD_INPUT,
            "the firmware is for "
                + name(image.board())
                + ", and the bridge at "
                + device
                + " is "
                + name(before.board())
                + "; nothing was changed");
      }
      if (before.firmware().equals(image.firmware()) && !again) {
        said.accept(device + " runs " + before.firmware() + " already");
        return before;
      }
      said.accept(
          device
              + ": "
              + name(before.board())
              + " "
              + before.id()
              + " runs "
              + before.firmware()
              + " and is given "
              + image.firmware());
      leave(bridge);
    }
    write(patienceMs);
    return awaitBack(device, before.id());
  }

  // Its answer may be lost with the device: whether it has left, the drive shows.
  private static void leave(OpenBridge bridge) throws Failure {
    try {
      bridge.ask(BridgeRequest.BOOT_DRIVE);
    } catch (Failure e) {
      if (e.exitCode() != Failure.LINK) {
        throw e;
      }
    }
  }

  /** Flashes a board that presents its boot drive already; it must come back. */
  public BridgeIdentity blank() throws Failure, InterruptedException {
    write(0);
    return awaitBack(null, null);
  }

  private void write(long timeoutMs) throws Failure, InterruptedException {
    long sinceNs = System.nanoTime();
    BootDrive found;
    try (FolderWatch watch = new FolderWatch(BootDrive.folders(drive))) {
      found =
          watch.await(
              timeoutMs,
              () ->
                  drive == null
                      ? BootDrive.find(image.chip(), sinceNs)
                      : BootDrive.at(drive, image.chip()));
    }
    if (found == null) {
      throw new Failure(
          Failure.NOT_FOUND,
          "no boot drive of "
              + image.chip()
              + (drive == null ? " showed up" : " showed up at " + drive)
              + "; mount it and say where with --drive, or hold the board's button BOOTSEL"
              + " while plugging it in");
    }
    said.accept("writing to the boot drive at " + found.place());
    found.write(image);
  }

  private BridgeIdentity awaitBack(String device, String id) throws Failure, InterruptedException {
    said.accept("waiting for the bridge to come back");
    List<Path> folders =
        device == null
            ? List.of(usb.devices())
            : List.of(usb.devices(), Path.of(device).toAbsolutePath().getParent());
    BridgeIdentity after;
    try (FolderWatch watch = new FolderWatch(folders)) {
      after = watch.await(patienceMs, () -> back(device, id));
    }
    if (after != null) {
      said.accept("it runs " + after.firmware());
      return after;
    }
    if (wrong != null) {
      throw new Failure(
          Failure.FAILED,
          "the bridge came back with "
              + wrong
              + ", not with "
              + image.firmware()
              + ": flash again");
    }
    throw new Failure(
        Failure.LINK,
        "the firmware was written, but no bridge came back within "
            + patienceMs / 1000
            + " s; unplug it, plug it in again and look with lattice bridge list");
  }

  /** The bridge, wherever it is now, if it runs the image. */
  private BridgeIdentity back(String device, String id) {
    for (UsbBridges.Found each : usb.now()) {
      if (id == null || each.id().equals(id)) {
        BridgeIdentity who = ask(each.device(), id);
        if (who != null) {
          return who;
        }
      }
    }
    return device != null && Files.exists(Path.of(device)) ? ask(device, id) : null;
  }

  private BridgeIdentity ask(String device, String id) {
    try (Trunk trunk = Trunk.open(device, baud)) {
      BridgeIdentity who = trunk.identify(ATTEMPTS);
      boolean same = who != null && (id == null || who.id().equals(id));
      if (same && !who.firmware().equals(image.firmware())) {
        wrong = who.firmware();
      }
      return same && who.firmware().equals(image.firmware()) ? who : null;
    } catch (LinkException e) {
      return null; // It is on its way out or in.
    }
  }

  private static String name(BridgeIdentity.Board board) {
    return board.name().toLowerCase(Locale.ROOT);
  }
}
