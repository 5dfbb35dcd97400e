package dev.latticenano.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How files look: lengths, names, words. */
final class TidyTest {
  private static final int FILE_LINES_MAX = 400;
  private static final int METHOD_LINES_MAX = 60;

  /** One entry after another, two lines each: looked up, not read. */
  private static final Set<String> LISTS =
      Set.of("core-nostd-style/src/main/java/dev/latticenano/core/Verdict.java");

  /** Put together from halves, so that this file does not break its own rule. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}])/(work|home|Users|root)/\\w");

  private static final Set<String> CLASS_ENDINGS =
      Set.of("Impl", "Manager", "Helper", "Helpers", "Util", "Utils", "Factory", "Data", "Info");

  private static final List<Source> MAIN = Source.parse(Repository.files(Repository::isMainJava));

  @Test
  void filesAreShort() {
    Findings findings = new Findings("file-lines");
    Predicate<String> code = file -> file.matches(".*\\.(java|c|h)");
    for (String file : Repository.files(code)) {
      int lines = Repository.lines(file).size();
      if (lines > FILE_LINES_MAX && !LISTS.contains(file)) {
        findings.add(file, lines + " lines, at most " + FILE_LINES_MAX);
      }
    }
    findings.check();
  }

  @Test
  void methodsAreShort() {
    Findings findings = new Findings("method-lines");
    for (Source source : MAIN) {
      for (Source.Method method : source.methods()) {
        if (method.lines() > METHOD_LINES_MAX) {
          findings.add(
              source.file() + "#" + method.name(),
              method.lines() + " lines, at most " + METHOD_LINES_MAX);
        }
      }
    }
    findings.check();
  }

  @Test
  void noFileHasTabs() {
    Findings findings = new Findings("tabs");
    for (String file : Repository.files(Repository::isText)) {
      if (!file.endsWith("Makefile") && Repository.text(file).indexOf('\t') >= 0) {
        findings.add(file, "has a tab");
      }
    }
    findings.check();
  }

  @Test
  void everyPackageSaysWhatItRefusesToKnow() {
    Findings findings = new Findings("package-info");
    for (String file : Repository.files(Repository::isMainJava)) {
      String folder = file.substring(0, file.lastIndexOf('/'));
      if (!Repository.exists(folder + "/package-info.java")) {
        findings.add(folder, "has no package-info.java");
      }
    }
    findings.check();
  }

  @Test
  void nothingIsLeftUnfinished() {
    findInText("unfinished", UNFINISHED, file -> true);
  }

  @Test
  void noMachineIsNamed() {
    findInText("machine-path", MACHINE_PATH, file -> !file.endsWith("TidyTest.java"));
  }

  @Test
  void classesAreNamedForThings() {
    Findings findings = new Findings("class-name");
    for (Source source : MAIN) {
      for (String name : source.classes()) {
        if (CLASS_ENDINGS.stream().anyMatch(name::endsWith)) {
          findings.add(source.file(), name + " says nothing about the thing");
        }
      }
    }
    findings.check();
  }

  @Test
  void nobodySleeps() {
    Findings findings = new Findings("sleep");
    for (Source source : MAIN) {
      if (source.members().contains("Thread.sleep")) {
        findings.add(source.file(), "calls Thread.sleep; wait for the event or the deadline");
      }
    }
    findings.check();
  }

  @Test
  void namesAreTheGlossarysWords() {
    Map<String, String> rejected = rejectedWords();
    assertTrue(rejected.size() >= 15, "the glossary rejects only " + rejected.keySet());
    Findings findings = new Findings("synonym");
    for (Source source : MAIN) {
      for (String name : source.names()) {
        String spaced = " " + words(name) + " ";
        rejected.forEach(
            (wrong, right) -> {
              if (spaced.contains(" " + words(wrong) + " ")) {
                findings.add(source.file() + "#" + name, "the word is " + right);
              }
            });
      }
    }
    findings.check();
  }

  @Test
  void theListOfExceptionsOnlyShrinks() {
    Set<String> list = Findings.list();
    assertTrue(
        list.size() <= Findings.EXCEPTIONS_MAX,
        list.size() + " exceptions, at most " + Findings.EXCEPTIONS_MAX);
    Set<String> unknown = new TreeSet<>(list);
    unknown.removeIf(line -> Findings.RULES.contains(line.split(" ", 2)[0]));
    assertTrue(unknown.isEmpty(), "exceptions from rules that do not exist: " + unknown);
  }

  private static void findInText(String rule, Pattern pattern, Predicate<String> where) {
    Findings findings = new Findings(rule);
    for (String file : Repository.files(where.and(Repository::isText))) {
      List<String> lines = Repository.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher matcher = pattern.matcher(lines.get(i));
        if (matcher.find()) {
          findings.add(file, "line " + (i + 1) + " says " + matcher.group());
        }
      }
    }
    findings.check();
  }

  /** Each rejected identifier of docs/glossary.md and the word that stands for it. */
  private static Map<String, String> rejectedWords() {
    Map<String, String> rejected = new LinkedHashMap<>();
    for (List<String> row : Tables.rows("docs/glossary.md", "word")) {
      for (String wrong : Tables.codes(row.get(2))) {
        rejected.put(wrong, row.get(0));
      }
    }
    return rejected;
  }

  /** {@code storePrev} and {@code STORE_PREV} as {@code store prev}. */
  private static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
