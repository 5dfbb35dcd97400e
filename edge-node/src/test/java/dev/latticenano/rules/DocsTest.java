package dev.latticenano.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whether the documents say what is so: links, packages, classes, commands, decisions. */
final class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
  private static final Pattern RECORD = Pattern.compile("docs/adr/(\\d{4})-[a-z0-9-]+\\.md");

  @Test
  void everyRelativeLinkLeadsSomewhere() {
    Findings findings = new Findings("link");
    for (String file : Repository.files(name -> name.endsWith(".md"))) {
      for (MatchResult link : LINK.matcher(prose(file)).results().toList()) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*") && !leads(file, target)) {
          findings.add(file + "->" + target, "leads nowhere");
        }
      }
    }
    findings.check();
  }

  @Test
  void decisionsAreNumberedAndWhole() {
    List<String> records =
        Repository.files(file -> file.startsWith("docs/adr/") && file.endsWith(".md"));
    for (int i = 0; i < records.size(); i++) {
      String record = records.get(i);
      var name = RECORD.matcher(record);
      assertTrue(name.matches(), record + " is not named NNNN-words.md");
      assertEquals(i + 1, Integer.parseInt(name.group(1)), "gap or double before " + record);
      String text = Repository.text(record);
      assertTrue(
          text.startsWith("# " + (i + 1) + ". "), record + " does not start with its number");
      for (String part : List.of("Status:", "## Context", "## Decision", "## Consequences")) {
        assertTrue(text.contains("\n" + part), record + " has no " + part);
      }
      assertTrue(text.lines().count() <= 60, record + " is longer than a page");
    }
  }

  @Test
  void architectureNamesEveryPackageAndNoOther() {
    Set<String> named =
        Pattern.compile("`(dev\\.latticenano\\.[a-z.]*[a-z])`")
            .matcher(Repository.text("docs/architecture.md"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> real =
        Repository.files(Repository::isMainJava).stream()
            .map(Repository::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    Findings findings = new Findings("package");
    named.stream()
        .filter(name -> !real.contains(name))
        .forEach(n -> findings.add(n, "is not there"));
    real.stream()
        .filter(name -> !named.contains(name))
        .forEach(n -> findings.add(n, "is not named"));
    findings.check();
  }

  @Test
  void architectureNamesOnlyRealClasses() {
    Set<String> real =
        Repository.files(Repository::isJava).stream()
            .map(file -> file.substring(file.lastIndexOf('/') + 1).replace(".java", ""))
            .collect(Collectors.toSet());
    Findings findings = new Findings("class");
    int named = 0;
    for (String code : Tables.codes(prose("docs/architecture.md"))) {
      if (!code.matches("[A-Z][a-z]\\w+")) {
        continue;
      }
      named++;
      if (!real.contains(code)) {
        findings.add(code, "is no class");
      }
    }
    assertTrue(named >= 10, "the document names only " + named + " classes");
    findings.check();
  }

  @Test
  void theContractNamesTheCallsOfNode() {
    String text = prose("docs/architecture.md");
    int from = text.indexOf("## The contract of Node");
    String section = text.substring(from, text.indexOf("\n## ", from + 1));
    List<Source> node =
        Source.parse(List.of("core-nostd-style/src/main/java/dev/latticenano/core/Node.java"));
    List<String> names = node.get(0).names();
    List<String> missing =
        Tables.codes(section).stream()
            .filter(code -> code.matches("[a-z]\\w+") && !names.contains(code))
            .toList();
    assertEquals(List.of(), missing, "not in Node");
  }

  @Test
  void everyCommandInTheDocumentsExists() throws IOException, InterruptedException {
    Map<String, Set<String>> options = new TreeMap<>();
    for (String document : List.of("README.md", "docs/operations.md")) {
      for (String line : Tables.shellLines(document)) {
        List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
        if (words.get(0).startsWith("./")) {
          Path command = Repository.path(words.get(0).substring(2));
          assertTrue(Files.isExecutable(command), document + ": no command " + words.get(0));
        }
        if (words.remove(0).endsWith("lattice")) {
          Set<String> used = options.computeIfAbsent(subcommand(words), name -> new TreeSet<>());
          words.stream().filter(word -> word.startsWith("--")).forEach(used::add);
        }
      }
    }
    assertTrue(options.size() >= 5, "the documents show only " + options.keySet());
    Findings findings = new Findings("command");
    for (Map.Entry<String, Set<String>> command : options.entrySet()) {
      String help = help(command.getKey());
      if (help == null) {
        findings.add(command.getKey(), "is not a command");
        continue;
      }
      for (String option : command.getValue()) {
        if (!help.contains(option.replaceFirst("=.*", ""))) {
          findings.add(command.getKey(), "has no option " + option);
        }
      }
    }
    findings.check();
  }

  /** The leading words that are commands: lower-case letters, as deep as the groups go. */
  private static String subcommand(List<String> words) {
    Set<String> groups =
        Set.of(
            "store",
            "store debug",
            "store quarantine",
            "kv",
            "log",
            "member",
            "snapshot",
            "key",
            "relay",
            "demo",
            "sim",
            "debug",
            "completion");
    String command = "";
    for (String word : words) {
      if (!word.matches("[a-z]+") || !command.isEmpty() && !groups.contains(command)) {
        break;
      }
      command = (command + " " + word).strip();
    }
    return command;
  }

  /** What {@code lattice <command> --help} prints, or null if there is no such command. */
  private static String help(String command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
    line.add("dev.latticenano.edge.LatticeMain");
    line.addAll(List.of((command + " --help").strip().split(" ")));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), command + " --help does not end");
    boolean known = process.exitValue() == 0 && out.contains(("Usage: lattice " + command).strip());
    return known ? out : null;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static boolean leads(String from, String target) {
    String[] parts = target.split("#", 2);
    Path folder = Repository.path(from).getParent();
    Path file = parts[0].isEmpty() ? Repository.path(from) : folder.resolve(parts[0]).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || anchors(file).contains(parts[1]);
  }

  /** Where a link into {@code file} can lead: its headings and its named anchors. */
  private static Set<String> anchors(Path file) {
    Set<String> anchors = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(file)) {
        ANCHOR.matcher(line).results().forEach(found -> anchors.add(found.group(1)));
        if (line.startsWith("#")) {
          String title = line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT);
          anchors.add(title.replaceAll("[^\\w\\- ]", "").replace(' ', '-'));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return anchors;
  }

  /** A document without its code blocks. */
  private static String prose(String file) {
    return Repository.text(file).replaceAll("(?ms)^```.*?^```", "");
  }
}
