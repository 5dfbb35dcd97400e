package dev.latticenano.edge.cli;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Audit;
import dev.latticenano.core.relay.Evidence;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.UsedRelay;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.SmallFile;
import dev.latticenano.host.cli.JsonOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks whether a relay lied. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Look whether a relay lied.",
      "",
      "Compares what relays of a store signed here with each other, and with this node's",
      "own log.",
      "",
      "Two members who were shown different sets see nothing wrong alone: one writes what it",
      "keeps with --export, the other compares it with --with. A lie is written as a file",
      "that anybody can check with --check, without this node and without any store.",
      "Exit code 8 if something was found. A stick signs nothing: what it brings is in the log.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice relay audit --store photos",
      "  lattice relay audit --store photos --export ann.evidence",
      "  lattice relay audit --store photos --with ann.evidence",
      "  lattice relay audit --check proof.evidence"
    })
final class RelayAuditCommand implements Callable<Integer> {
  private static final String MODE = "rw-------";

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(names = "--check", paramLabel = "FILE", description = "What does this file prove?")
  private Path check;

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "What another member keeps; may be repeated.")
  private List<Path> with = List.of();

  @Option(names = "--export", paramLabel = "FILE", description = "Write what this node keeps.")
  private Path export;

  @Override
  public Integer call() throws Failure {
    Map<String, Object> report = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    boolean found;
    if (check != null) {
      Evidence evidence = read(check);
      List<Audit.Finding> findings = Audit.of(evidence);
      report.put("items", evidence.count());
      lines.add("signatures right: " + evidence);
      found = tell(findings, report, lines);
    } else {
      try (NodeHome home = node.open()) {
        found = audit(home, home.store(store.text()), report, lines);
      }
    }
    if (json.wanted()) {
      json.print(node.out(), report);
    } else {
      lines.forEach(node.out()::println);
    }
    return found ? Failure.FINDINGS : 0;
  }

  private static Evidence read(Path file) throws Failure {
    byte[] bytes;
    try {
      if (Files.size(file) > Limits.EVIDENCE_BYTES_MAX) {
        throw new Failure(Failure.BAD_INPUT, file + " is longer than any evidence");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(Failure.NOT_FOUND, "could not read " + file + ": " + Reason.of(e), e);
    }
    Verdict verdict = Evidence.check(bytes, new Ed25519Verifier());
    if (verdict != Verdict.OK) {
      throw new Failure(
          Failure.BAD_INPUT, file + " is no evidence, or not as it was signed (" + verdict + ")");
    }
    return Evidence.of(bytes);
  }

  private boolean audit(NodeHome home, StoreId id, Map<String, Object> report, List<String> lines)
      throws Failure {
    Evidence all = new Evidence();
    for (UsedRelay each : home.relays().of(id)) {
      all.add(each.said()).add(each.proof());
    }
    if (export != null) {
      write(export, all);
      lines.add("written: " + export + " (" + all + ")");
    }
    for (Path each : with) {
      all.add(read(each));
    }
    report.put("relays", RelayStand.rows(home, id, lines));
    if (home.relays().of(id).isEmpty()) {
      lines.add("no relay of this store is known here; see: lattice relay add --help");
    }
    List<Audit.Finding> findings =
        Audit.of(all, home.relays()::isForked).stream()
            .filter(each -> each.store().equals(id))
            .toList();
    boolean found = tell(findings, report, lines);
    for (Audit.Finding each : findings) {
      UsedRelay relay = home.relays().find(id, each.relay());
      Path file =
          relay == null ? Path.of(each.relay().shortText() + ".proof") : home.relays().proof(relay);
      Evidence proof = relay == null ? each.proof() : relay.proof().add(each.proof());
      write(file, proof);
      lines.add("  proof: " + file + "; anybody checks it by: lattice relay audit --check FILE");
    }
    return found | RelayStand.owed(home, id, lines);
  }

  private static void write(Path file, Evidence evidence) throws Failure {
    try {
      SmallFile.write(file.toAbsolutePath(), evidence.toBytes(), MODE);
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "could not write " + file + ": " + Reason.of(e), e);
    }
  }

  private static boolean tell(
      List<Audit.Finding> findings, Map<String, Object> report, List<String> lines) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Audit.Finding each : findings) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("lie", each.verdict().name());
      row.put("relay", each.relay().toString());
      row.put("store", each.store().toString());
      row.put("author", each.author() == null ? null : each.author().toString());
      row.put("before", each.before());
      row.put("after", each.after());
      rows.add(row);
      lines.add("! relay " + each.relay() + " " + RelayStand.sentence(each));
    }
    report.put("lies", rows);
    if (findings.isEmpty()) {
      lines.add("nothing contradicts");
    }
    return !findings.isEmpty();
  }
}
