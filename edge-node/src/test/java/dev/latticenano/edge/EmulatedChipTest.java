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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * This node and the firmware's image for the board {@code pico}, its USB stack included, in an
 * emulated RP2040: {@code mvn -Pfirmware}, as {@code ./test} does.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "firmware", matches = "true")
class EmulatedChipTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("repository.root"), "firmware-bridge");
  private static final String IMAGE = "target/emulator/bridge.bin";

  @TempDir Path place;
  private final List<Process> programs = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process program : programs) {
      program.destroyForcibly().waitFor();
    }
  }

  private Process start(String... command) throws IOException {
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    programs.add(program);
    return program;
  }

  /** Builds the image if its sources are newer. */
  private void build() throws Exception {
    Process make = start("make", "-s", "-C", SOURCES.toString(), IMAGE);
    String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, make.waitFor(), said);
  }

  private static Matcher await(BufferedReader out, String pattern) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher found = Pattern.compile(pattern).matcher(line);
      if (found.find()) {
        return found;
      }
    }
    throw new AssertionError("the emulator ended without " + pattern);
  }

  /** A device whose bytes go to a TCP port of this machine and come from there. */
  private String device(String name, String port) throws Exception {
    Path path = place.resolve(name);
    Process socat = start("socat", "pty,rawer,link=" + path, "tcp:127.0.0.1:" + port + ",nodelay");
    while (!Files.exists(path)) {
      assertTrue(!socat.waitFor(10, TimeUnit.MILLISECONDS), "socat has ended");
    }
    return path.toString();
  }

  @Test
  void aFileGoesThroughUsbAndUart() throws Exception {
    build();
    Path emulator = SOURCES.resolve("target/emulator");
    BufferedReader out =
        start(
                "node",
                emulator.resolve("emulate.mjs").toString(),
                SOURCES.resolve(IMAGE).toString(),
                emulator.resolve("rom.bin").toString())
            .inputReader(StandardCharsets.UTF_8);
    Matcher ports = await(out, "^listening (\\d+) (\\d+) (\\d+)$");
    await(out, "^up$");
    String usb = device("usb", ports.group(1));
    String outer = device("uart0", ports.group(2));
    Device.lattice("bridge", "info", usb).ok().shows("pico");
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    Device phone = Device.init(place.resolve("phone"));
    laptop.shareWith(phone, "photos");
    Path file = Files.write(place.resolve("photo"), new byte[3000]);
    laptop.run("put", file.toString()).ok();
    try (Child serve = Child.start(laptop.line("serve", "--serial", usb))) {
      serve.awaitError("ports=[1, 2]");
      phone.run("sync", "--serial", outer, "--wait", "60").ok();
    }
    Path copy = place.resolve("copy");
    phone.run("get", "photo", copy.toString()).ok();
    assertEquals(-1, Files.mismatch(file, copy.resolve("photo")));
  }
}
