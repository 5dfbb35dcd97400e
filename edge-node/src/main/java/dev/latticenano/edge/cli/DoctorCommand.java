package dev.latticenano.edge.cli;

import dev.latticenano.edge.doctor.Doctor;
import dev.latticenano.edge.doctor.Finding;
import dev.latticenano.edge.doctor.Finding.Severity;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong with a data directory and mends what it can. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Examine the data directory and say what is wrong, where, and what to do.",
      "",
      "Reads everything, also in a directory that no longer opens, and changes nothing.",
      "With --repair it mends what can be mended here: cuts unfinished writes off, has",
      "indexes made anew, sets damaged content aside so that a sync fetches it again,",
      "closes files to other users, removes what was left over.",
      "",
      "Exit code 0: healthy, or all mended. 8: something is to be done; each line says",
      "what. What needs a peer stays 8 until a sync has brought it.",
      ""
    },
    footer = {"", "Examples:", "  lattice doctor", "  lattice doctor --repair && lattice status"})
final class DoctorCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Option(names = "--repair", description = "Mend what can be mended here.")
  private boolean repair;

  @Override
  public Integer call() throws Failure {
    try (Doctor doctor = Doctor.open(node.dir());
        ProgressLine line = new ProgressLine(node.err())) {
      List<Finding> findings =
          doctor.examine((what, bytes, of) -> line.show("reading " + what, bytes, Math.max(1, of)));
      line.clear();
      if (repair) {
        doctor.repair();
      }
      if (json.wanted()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("dir", node.dir().toString());
        row.put("healthy", doctor.isHealthy());
        row.put("findings", findings.stream().map(Finding::row).toList());
        json.print(node.out(), row);
      } else {
        print(findings, doctor.isHealthy());
      }
      return doctor.isHealthy() ? 0 : Failure.FINDINGS;
    }
  }

  private void print(List<Finding> findings, boolean healthy) {
    for (Finding each : findings) {
      String mark = each.severity() == Severity.NOTE ? "  " : each.isMended() ? "+ " : "! ";
      node.out().println(mark + Shown.of(each.sentence()));
    }
    long open =
        findings.stream()
            .filter(each -> each.severity() != Severity.NOTE && !each.isMended())
            .count();
    long mended = findings.stream().filter(Finding::isMended).count();
    if (healthy) {
      node.out()
          .println("healthy" + (mended > 0 ? ", " + Units.count(mended, "thing") + " mended" : ""));
    } else if (repair) {
      node.out()
          .println(mended + " mended, " + open + " left; lines with ! or a sync say the rest");
    } else {
      node.out()
          .println(
              Units.count(open, "thing") + " to do; lattice doctor --repair mends what it can");
    }
  }
}
