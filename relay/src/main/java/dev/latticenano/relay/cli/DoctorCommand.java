package dev.latticenano.relay.cli;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.relay.RelayServer;
import dev.latticenano.relay.control.ControlCall;
import dev.latticenano.relay.home.RelayHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is wrong with a relay's directory. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Examine the relay's directory and say what is wrong, where, and what to do.",
      "",
      "It changes nothing. While the relay serves, its logs are not read; stop it for a",
      "whole examination. Exit code 0: healthy. 8: something is to be done.",
      ""
    },
    footer = {"", "Example:", "  lattice-relay doctor"})
final class DoctorCommand implements Callable<Integer> {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    Path dir = home.dir();
    if (!RelayHome.isOne(dir)) {
      RelayHome.open(dir);
    }
    List<String> findings = new ArrayList<>();
    try {
      for (String secret :
          List.of("identity.key", "transport.key", "settings", "storage-password")) {
        examineMode(dir.resolve(secret), findings);
      }
      examine(RelayHome.open(dir), findings);
    } catch (Failure e) {
      findings.add(e.getMessage());
    }
    if (json.wanted()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("dir", dir.toString());
      row.put("healthy", findings.isEmpty());
      row.put("findings", findings);
      json.print(home.out(), row);
    } else {
      findings.forEach(sentence -> home.out().println("! " + sentence));
      home.out()
          .println(
              findings.isEmpty() ? "healthy" : Units.count(findings.size(), "thing") + " to do");
    }
    return findings.isEmpty() ? 0 : Failure.FINDINGS;
  }

  private static void examineMode(Path file, List<String> findings) throws Failure {
    try {
      if (Files.exists(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        findings.add("others may read or change " + file + "; run: chmod 600 " + file);
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot look at " + file + ": " + Reason.of(e), e);
    }
  }

  private static void examine(RelayHome relay, List<String> findings) throws Failure {
    findings.addAll(relay.tickets().unreadable());
    if (ControlCall.ask(relay.root(), "figures") != null) {
      JsonObject status = Asking.status(relay);
      String finding = StatusCommand.checks(status).finding();
      findings.addAll(finding.isEmpty() ? List.of() : List.of(finding));
      status.getArray("health").forEach(sentence -> findings.add(sentence.toString()));
      return;
    }
    try (RelayServer resting = RelayServer.open(relay, true, ReplayProgress.SILENT)) {
      findings.addAll(resting.findings());
      findings.addAll(resting.health());
    }
  }
}
