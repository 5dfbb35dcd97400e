package dev.latticenano.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Every foreign jar has its line in docs/dependencies.md, and the line is true. */
final class DependencyTest {
  private static final String DOCUMENT = "docs/dependencies.md";

  /** Licences that let an Apache-2.0 program carry the work; LGPL for a library used unchanged. */
  private static final Set<String> LICENCES =
      Set.of(
          "Apache-2.0",
          "MIT",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "EPL-1.0",
          "EPL-2.0",
          "LGPL-3.0",
          "GPL-2.0 with Classpath exception");

  /** Columns of the table. */
  private record Line(String artifact, String version, String licence, String bytes, String use) {}

  @Test
  void everyLineHasALicenceOnTheList() {
    Findings findings = new Findings("dependency");
    for (Line line : lines().values()) {
      if (!LICENCES.contains(line.licence)) {
        findings.add(line.artifact, "licence '" + line.licence + "' is not allowed");
      }
      boolean copyleft = line.licence.startsWith("LGPL") || line.licence.startsWith("GPL");
      if (copyleft && line.use.equals("runtime") && !line.artifact.equals("jssc")) {
        findings.add(line.artifact, "only jSSC may come under a copyleft licence at run time");
      }
    }
    findings.check();
  }

  @Test
  void everyJarOfTheNodeHasItsLineAndItsBytes() throws IOException {
    Map<String, Line> lines = lines();
    Findings findings = new Findings("dependency");
    int jars = 0;
    for (String entry : classPath().split(File.pathSeparator)) {
      String name = Path.of(entry).getFileName().toString();
      if (!name.endsWith(".jar") || entry.startsWith(Repository.path("").toString())) {
        continue;
      }
      jars++;
      Line line = lines.get(name);
      if (line == null) {
        findings.add(name, "has no line with this version");
      } else if (Long.parseLong(line.bytes.replace(" ", "")) != Files.size(Path.of(entry))) {
        findings.add(name, "has " + Files.size(Path.of(entry)) + " bytes");
      }
    }
    assertTrue(jars > 20, "only " + jars + " jars on the class path");
    findings.check();
  }

  @Test
  void everyDependencyOfABuildFileHasItsLine() throws Exception {
    Map<String, Line> lines = lines();
    Map<String, String> versions = versions();
    Findings findings = new Findings("dependency");
    for (String pom : Repository.files(file -> file.matches("([\\w-]+/)?pom\\.xml"))) {
      for (Element dependency : elements(pom, "dependency")) {
        String artifact = child(dependency, "artifactId");
        if (child(dependency, "groupId").equals("dev.latticenano") || artifact.endsWith("-bom")) {
          continue;
        }
        String version = versions.get(artifact);
        if (version == null) {
          findings.add(artifact, pom + " names no version for it");
        } else if (!lines.containsKey(artifact + "-" + version + ".jar")) {
          findings.add(artifact, pom + " asks for " + version + ", which has no line");
        }
      }
    }
    findings.check();
  }

  private static Map<String, Line> lines() {
    Map<String, Line> lines = new TreeMap<>();
    for (List<String> row : Tables.rows(DOCUMENT, "artifact")) {
      Line line =
          new Line(row.get(0).replace("`", ""), row.get(1), row.get(2), row.get(3), row.get(4));
      lines.put(line.artifact + "-" + line.version + ".jar", line);
    }
    return lines;
  }

  /** Artifact to version, from every build file and the versions the root manages. */
  private static Map<String, String> versions() throws Exception {
    Map<String, String> properties = new HashMap<>();
    for (String pom : Repository.files(file -> file.matches("([\\w-]+/)?pom\\.xml"))) {
      for (Element block : elements(pom, "properties")) {
        NodeList children = block.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
          Node child = children.item(i);
          properties.put("${" + child.getNodeName() + "}", child.getTextContent());
        }
      }
    }
    Map<String, String> versions = new HashMap<>();
    versions.put("junit-jupiter", properties.get("${junit.version}"));
    for (String pom : Repository.files(file -> file.matches("([\\w-]+/)?pom\\.xml"))) {
      for (Element dependency : elements(pom, "dependency")) {
        String version = child(dependency, "version");
        if (version != null) {
          versions.put(child(dependency, "artifactId"), properties.getOrDefault(version, version));
        }
      }
    }
    return versions;
  }

  private static List<Element> elements(String pom, String tag)
      throws ParserConfigurationException, IOException, SAXException {
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Repository.path(pom).toFile())
            .getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String child(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    return found.getLength() == 0 ? null : found.item(0).getTextContent().strip();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
