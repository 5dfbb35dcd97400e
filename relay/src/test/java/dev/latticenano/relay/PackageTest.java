package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is installed on a relay: the Debian package, the service, the container. */
class PackageTest {
  private static final Path PARTS = Packed.root().resolve("relay/packaging");

  @TempDir Path place;

  private record Said(int code, String text) {}

  private static Said run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private static boolean has(String program) {
    return List.of("/usr/bin/", "/bin/").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
  }

  private Path build(Packed packed, String folder) throws Exception {
    String script = Packed.root().resolve("scripts/deb-relay").toString();
    Path out = place.resolve(folder);
    Said said = run(script, packed.folder().toString(), out.toString(), "1.2.3");
    assertEquals(0, said.code, said.text);
    return out.resolve("lattice-relay_1.2.3_all.deb");
  }

  @Test
  void theDebianPackageHoldsTheProgramTheServiceAndNothingThatReads() throws Exception {
    assumeTrue(has("dpkg-deb"), "skipped: no dpkg-deb");
    Packed packed = Packed.into(place);
    Path deb = build(packed, "one");
    String control = run("dpkg-deb", "--field", deb.toString()).text;
    assertTrue(control.contains("Package: lattice-relay\nVersion: 1.2.3\n"), control);
    assertTrue(control.contains("Depends: openjdk-17-jre-headless"), control);
    String list = run("dpkg-deb", "--contents", deb.toString()).text;
    for (String file :
        List.of(
            "rwxr-xr-x root/root .* \\./usr/bin/lattice-relay",
            "rw-r--r-- root/root .* \\./usr/share/lattice-relay/lattice-relay.jar",
            "rw-r--r-- root/root .* \\./lib/systemd/system/lattice-relay.service",
            "rw-r--r-- root/root .* \\./etc/default/lattice-relay",
            "rw-r--r-- root/root .* \\./usr/share/bash-completion/completions/lattice-relay")) {
      assertTrue(Pattern.compile("-" + file + "\n").matcher(list).find(), file + "\n" + list);
    }
    for (String foreign : List.of("edge-node", "transports", "jssc", "jmdns", "junit", "netty")) {
      assertFalse(list.contains(foreign), foreign + "\n" + list);
    }
    Path tree = place.resolve("tree");
    assertEquals(0, run("dpkg-deb", "--raw-extract", deb.toString(), tree.toString()).code);
    for (String script : List.of("DEBIAN/postinst", "DEBIAN/prerm", "DEBIAN/postrm")) {
      assertEquals(0, run("sh", "-n", tree.resolve(script).toString()).code, script);
    }
    String completion =
        Files.readString(tree.resolve("usr/share/bash-completion/completions/lattice-relay"));
    assertTrue(completion.contains("ticket"), "the completion knows no commands");
    assertArrayEquals(
        Files.readAllBytes(packed.jar()),
        Files.readAllBytes(tree.resolve("usr/share/lattice-relay/lattice-relay.jar")));
    assertArrayEquals(Files.readAllBytes(deb), Files.readAllBytes(build(packed, "two")));
  }

  @Test
  void theLauncherStartsTheProgramFromWhereThePackagePutsIt() throws Exception {
    String launcher = Files.readString(PARTS.resolve("launcher"));
    assertTrue(launcher.contains("/usr/share/lattice-relay/lattice-relay.jar"), launcher);
    assertTrue(launcher.contains(RelayMain.class.getName()), launcher);
    assertEquals(0, run("sh", "-n", PARTS.resolve("launcher").toString()).code);
  }

  @Test
  void theServiceIsHardened() throws Exception {
    String unit = Files.readString(PARTS.resolve("lattice-relay.service"));
    for (String line :
        List.of(
            "NoNewPrivileges=yes",
            "PrivateTmp=yes",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "CapabilityBoundingSet=",
            "User=lattice-relay",
            "ExecStart=/usr/bin/lattice-relay serve",
            "ExecReload=/bin/kill -HUP $MAINPID")) {
      assertTrue(unit.lines().anyMatch(line::equals), line);
    }
    assumeTrue(has("systemd-analyze"), "skipped: no systemd-analyze");
    Path copy = place.resolve("lattice-relay.service");
    // Nothing is installed where this runs.
    Files.writeString(copy, unit.replace("/usr/bin/lattice-relay serve", "/bin/true"));
    Said verified = run("systemd-analyze", "verify", "--man=no", copy.toString());
    assertFalse(verified.text.contains("lattice-relay"), verified.text);
    Said exposed =
        run("systemd-analyze", "security", "--offline=true", "--threshold=20", copy.toString());
    assertEquals(0, exposed.code, exposed.text);
  }

  @Test
  void theContainerTakesWhatThereIs() throws Exception {
    List<String> copied =
        Files.readAllLines(PARTS.resolve("Containerfile")).stream()
            .filter(line -> line.startsWith("COPY "))
            .map(line -> line.replaceAll("COPY (--\\S+ )?(\\S+) .*", "$2"))
            .toList();
    assertEquals(3, copied.size());
    for (String each : copied) {
      boolean made = each.startsWith("relay/target/packed/");
      assertTrue(made || Files.exists(Packed.root().resolve(each)), each);
    }
  }
}
