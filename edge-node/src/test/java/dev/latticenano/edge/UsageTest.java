package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.edge.cli.LatticeCommand;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the command line teaches, and what it says when it is used wrongly. */
@Timeout(120)
class UsageTest {
  @TempDir Path place;

  /** Every command and subcommand, as its words. */
  static Stream<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(new CommandLine(new LatticeCommand()), List.of(), all);
    return all.stream().filter(words -> !words.contains("help"));
  }

  private static void collect(CommandLine line, List<String> words, List<List<String>> all) {
    all.add(words);
    line.getSubcommands()
        .forEach(
            (name, each) -> {
              List<String> longer = new ArrayList<>(words);
              longer.add(name);
              collect(each, longer, all);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpThatTeaches(List<String> words) {
    List<String> line = new ArrayList<>(words);
    line.add("--help");
    Outcome help = Device.lattice(line.toArray(String[]::new)).ok();
    help.shows(("Usage: lattice " + String.join(" ", words)).strip());
    boolean group = help.out().contains("\nCommands:\n");
    boolean plain = words.equals(List.of("store", "list"));
    assertTrue(group || plain || help.out().contains("Example"), help::toString);
    for (String each : help.out().split("\n")) {
      assertTrue(each.length() <= 100, each);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theFirstLineOfEveryDescriptionIsASentence(List<String> words) {
    String first = usage(words).description()[0];
    assertTrue(first.matches("[A-Z].{10,78}\\.") || words.isEmpty(), first);
  }

  /** A percent sign stands twice in the source, or the parser complains on the error stream. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyLineOfHelpCanBeFormatted(List<String> words) {
    UsageMessageSpec usage = usage(words);
    for (String[] part : new String[][] {usage.header(), usage.description(), usage.footer()}) {
      for (String each : part) {
        assertDoesNotThrow(() -> String.format(each), each);
      }
    }
  }

  private static UsageMessageSpec usage(List<String> words) {
    CommandLine line = new CommandLine(new LatticeCommand());
    for (String word : words) {
      line = line.getSubcommands().get(word);
    }
    return line.getCommandSpec().usageMessage();
  }

  @Test
  void printsHelpOfAllCommandsWithoutAWord() {
    Device.lattice().ok().shows("Exit codes: 0 done");
    Device.lattice("store").ok().shows("Usage: lattice store");
    Device.lattice("--version").ok().shows("lattice ");
    Device.lattice("help", "put").ok().shows("Usage: lattice put");
    Device.lattice("help", "completion").ok().shows("completes lattice commands");
  }

  @Test
  void completesInTheShell() throws Exception {
    String script = Device.lattice("completion").ok().out();
    Path file = Files.writeString(place.resolve("completion"), script);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source "
                    + file
                    + "; COMP_WORDS=(lattice st); COMP_CWORD=1;"
                    + " _complete_lattice; echo ${COMPREPLY[@]}")
            // Outside of a real completion the shell remarks on compopt.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String reply = new String(bash.getInputStream().readAllBytes());
    assertEquals(0, bash.waitFor());
    assertEquals("store status", reply.strip().replaceAll("\\s+", " "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put",
        "put --nonsense a",
        "sync --tcp host:1 --serial /dev/ttyS0",
        "sync --tcp host:port",
        "sync --tcp host:0",
        "sync --tcp host:65536",
        "sync --tcp :7400",
        "sync --tcp host:1:2",
        "sync --tcp [::1",
        "sync --serial /dev/ttyS0 --baud 1",
        "sync --tcp host --wait 0",
        "sync --tcp host --wait soon",
        "serve --tcp host:99999",
        "history --last many",
        "mv only-one",
        "debug decode ops",
        "store make x",
        "init extra"
      })
  void wrongUsageIsExitCodeTwoWithAHint(String words) {
    Outcome outcome = Device.lattice(words.split(" "));
    assertEquals(2, outcome.code(), outcome::toString);
    outcome.says("");
    assertTrue(outcome.err().contains("See: lattice"), outcome::toString);
    assertTrue(outcome.err().lines().count() <= 4, outcome::toString);
    assertEquals("", outcome.out());
  }

  @Test
  void suggestsWhatMayHaveBeenMeant() {
    Outcome outcome = Device.lattice("stauts");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("status"), outcome::toString);
    assertTrue(Device.lattice("store", "lst").err().contains("store list"));
  }

  @Test
  void printsNoColourWhereNobodyWatches() throws Exception {
    for (String word : List.of("--help", "stauts")) {
      try (Child child = Child.start(word)) {
        Outcome outcome = child.end();
        assertFalse((outcome.out() + outcome.err()).contains("\u001b"), outcome::toString);
        assertFalse((outcome.out() + outcome.err()).isEmpty());
      }
    }
  }

  @Test
  void storesAreFoundByNameOrTheBeginningOfTheirId() {
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("ls").refused(Failure.NOT_FOUND, "there is no store yet");
    laptop.run("sync", "--tcp", "127.0.0.1:1").refused(Failure.NOT_FOUND, "there is no store yet");
    String id = laptop.run("store", "create", "photos").ok().out().split(" ")[0];
    laptop.run("store", "create", "notes", "--type", "core:kvstore").ok();
    laptop
        .run("history")
        .refused(Failure.NOT_FOUND, "there are 2 stores; say which with --store: notes, photos");
    laptop.run("ls").ok();
    laptop.run("kv", "put", "key", "value").ok();
    laptop.run("log", "read").refused(Failure.NOT_FOUND, "say which with --store");
    laptop.run("ls", "--store", "music").refused(Failure.NOT_FOUND, "no store is called music");
    laptop.run("ls", "--store", "notes").refused(Failure.FAILED, "store notes is of type");
    laptop.run("ls", "--store", "photos").ok();
    laptop.run("ls", "--store", id.substring(0, 13)).ok();
    laptop.run("store", "create", "photos").ok();
    laptop.run("ls", "--store", "photos").refused(Failure.NOT_FOUND, "photos fits 2 stores");
    laptop.run("store", "create", "").refused(Failure.BAD_INPUT, "needs a name");
    laptop.run("store", "create", "x", "--type", "y").refused(Failure.BAD_INPUT, "unknown store");
  }
}
