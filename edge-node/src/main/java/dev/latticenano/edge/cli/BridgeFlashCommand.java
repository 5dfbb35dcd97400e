package dev.latticenano.edge.cli;

import dev.latticenano.edge.bridge.Flashing;
import dev.latticenano.edge.bridge.Uf2;
import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a bridge another firmware. */
@Command(
    name = "flash",
    mixinStandardHelpOptions = true,
    description = {
      "Give a bridge another firmware, and ask it afterwards what it runs.",
      "",
      "The file is checked first: a whole image of a bridge, for that very board. Then the",
      "bridge restarts as its boot drive; the file is written there as soon as the drive",
      "shows up, mounted or not; and the bridge must come back and say that it runs it.",
      "Settings of the bridge stay. Stop lattice serve before: it holds the device.",
      "",
      "A board that presents its boot drive already, with BOOTSEL held while it was plugged",
      "in, is flashed when no bridge is plugged in.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice bridge flash bridge-pico2.uf2",
      "  lattice bridge flash bridge-pico2.uf2 /dev/ttyACM0 --drive /mnt/rp2350"
    })
final class BridgeFlashCommand implements Callable<Integer> {
  @Mixin private BridgeOptions bridge;

  @Parameters(index = "0", paramLabel = "FILE.uf2", description = "The firmware.")
  private Path file;

  @Parameters(
      index = "1",
      paramLabel = "DEVICE",
      arity = "0..1",
      description = "The bridge; not needed when one is plugged in.")
  private String device;

  @Option(
      names = "--drive",
      paramLabel = "PATH",
      description = "Where the boot drive is mounted, or its block device; else it is looked for.")
  private Path drive;

  @Option(names = "--again", description = "Even if the bridge runs this firmware already.")
  private boolean again;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long drive and bridge may take to show up. Default: ${DEFAULT-VALUE}.")
  private int patienceSeconds;

  @Override
  public Integer call() throws Failure, InterruptedException {
    long patienceMs = TimeUnit.SECONDS.toMillis(Math.max(1, patienceSeconds));
    Uf2 image = Uf2.read(file);
    UsbBridges usb = UsbBridges.here();
    Flashing flashing =
        new Flashing(image, bridge.baud(), usb, patienceMs, bridge.out()::println).driveAt(drive);
    if (device == null && usb.now().isEmpty()) {
      flashing.blank();
    } else {
      flashing.bridge(bridge.device(device), again);
    }
    return 0;
  }
}
