package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that meet through the real firmware: as a program of this machine, and as the image with its
 * USB stack in an emulated RP2040; {@link FirmwareTest} has the Cortex-M33. What runs it is made by
 * {@code make -C firmware-bridge programs}; the property {@code firmware} says that it is there.
 */
@EnabledIfSystemProperty(named = "firmware", matches = "true")
@Timeout(240)
class FirmwareBoardsTest {
  private static final Path TARGET =
      Path.of(System.getProperty("repository.root"), "firmware-bridge/target");

  @TempDir Path place;
  private final List<Process> programs = new ArrayList<>();
  private Device laptop;
  private Device phone;

  @BeforeEach
  void share() throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    phone = Device.init(place.resolve("phone"));
    laptop.shareWith(phone, "photos");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process program : programs) {
      program.destroyForcibly().waitFor();
    }
  }

  private BufferedReader start(String... command) throws IOException {
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    programs.add(program);
    return program.inputReader(StandardCharsets.UTF_8);
  }

  private static Matcher await(BufferedReader out, String pattern) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher found = Pattern.compile(pattern).matcher(line);
      if (found.find()) {
        return found;
      }
    }
    throw new AssertionError("the program ended without " + pattern);
  }

  /** Whether a program has not ended within so many ms. */
  private static boolean goesOn(Process program, long ms) throws InterruptedException {
    return !program.waitFor(ms, TimeUnit.MILLISECONDS);
  }

  /** A device whose bytes go to a port of this machine and come from there. */
  private String device(String name, String port) throws Exception {
    Path path = place.resolve(name);
    start("socat", "pty,rawer,link=" + path, "tcp:127.0.0.1:" + port + ",nodelay");
    Process socat = programs.get(programs.size() - 1);
    while (!Files.exists(path)) {
      assertTrue(goesOn(socat, 10), "socat has ended");
    }
    return path.toString();
  }

  private Path folder(int files, int bytes) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    Path folder = Files.createDirectory(place.resolve("album"));
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      Files.write(folder.resolve("photo" + i), content);
    }
    laptop.run("put", folder.toString()).ok();
    return folder;
  }

  private void arrived(Path folder) throws IOException {
    Path copy = place.resolve("copy");
    phone.run("get", "album", copy.toString()).ok();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertEquals(-1, Files.mismatch(file, copy.resolve(file.getFileName())), file.toString());
      }
    }
  }

  @Test
  void aFolderGoesThroughTheFirmwareAsAProgram() throws Exception {
    Path usb = place.resolve("usb");
    Path outer = place.resolve("uart0");
    String other = "pty:" + place.resolve("uart1");
    await(start(TARGET + "/host/bridge_host", "pty:" + usb, "pty:" + outer, other), "^up$");
    laptop.run("bridge", "info", usb.toString()).ok().shows("host");
    Path folder = folder(5, 50_000);
    try (Child serve = Child.start(laptop.line("serve", "--serial", usb.toString()))) {
      serve.awaitError("ports=[1, 2]");
      phone.run("sync", "--serial", outer.toString()).ok();
    }
    arrived(folder);
  }

  @Test
  void aFolderGoesThroughTheUsbStackOfAnEmulatedChip() throws Exception {
    String emulator = TARGET + "/emulator/";
    BufferedReader out =
        start("node", emulator + "emulate.mjs", emulator + "bridge.bin", emulator + "rom.bin");
    Matcher ports = await(out, "^listening (\\d+) (\\d+) (\\d+)$");
    await(out, "^up$");
    String usb = device("usb", ports.group(1));
    String outer = device("uart0", ports.group(2));
    laptop.run("bridge", "info", usb).ok().shows("pico");
    Path folder = folder(2, 4000);
    try (Child serve = Child.start(laptop.line("serve", "--serial", usb))) {
      serve.awaitError("ports=[1, 2]");
      phone.run("sync", "--serial", outer).ok();
    }
    arrived(folder);
  }
}
