package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code lattice debug decode} says about every vector of its kinds what the vector says. */
class DecodeTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("repository.root"), "docs", "vectors");
  private static final Set<String> KINDS = Set.of("intention", "signed", "witness", "ops", "token");

  /** What a vector says besides fields; the content of ops is shown as their S-expression. */
  private static final Set<String> ABOUT =
      Set.of("rule", "verdict", "comment", "kind", "input", "repeat", "witness_key", "content");

  static List<String> vectors() throws IOException {
    try (Stream<Path> files = Files.list(VECTORS)) {
      return files
          .filter(file -> KINDS.contains(read(file).getOrDefault("kind", "")))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static Map<String, String> read(Path file) {
    try {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
      return fields;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyKindHasValidAndInvalidVectors() throws IOException {
    Map<String, Set<Boolean>> seen =
        vectors().stream()
            .map(name -> read(VECTORS.resolve(name)))
            .collect(
                Collectors.groupingBy(
                    vector -> vector.get("kind"),
                    Collectors.mapping(
                        vector -> vector.get("verdict").equals("OK"), Collectors.toSet())));
    for (String kind : KINDS) {
      assertEquals(Set.of(true, false), seen.get(kind), kind);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void saysWhatTheVectorSays(String name) throws Exception {
    Map<String, String> vector = read(VECTORS.resolve(name));
    String input = vector.get("input");
    if (vector.containsKey("repeat")) {
      String[] repeat = vector.get("repeat").split(" ");
      input += repeat[0].repeat(Integer.parseInt(repeat[1]));
    }
    Outcome outcome = Device.lattice("debug", "decode", vector.get("kind"), input);
    JsonObject shown = outcome.json();
    // Who signed a witness record is not in it, so its signature cannot be wrong to decode.
    String verdict = vector.get("verdict").replace("WITNESS_SIGNATURE_WRONG", "OK");
    assertEquals(verdict, shown.getString("verdict"));
    assertEquals(verdict.equals("OK"), shown.getBoolean("valid"));
    assertEquals(verdict.equals("OK") ? 0 : Failure.BAD_INPUT, outcome.code());
    assertEquals("", outcome.err());
    for (Map.Entry<String, String> field : vector.entrySet()) {
      if (!ABOUT.contains(field.getKey())) {
        assertField(field.getKey(), field.getValue(), shown);
      }
    }
  }

  private static void assertField(String field, String expected, JsonObject shown) {
    String actual =
        switch (field) {
          case "wall_time", "counter" ->
              String.valueOf(
                  (shown.has("timestamp") ? shown.getObject("timestamp") : shown).get(field));
          case "ops_kind" -> shown.getString("kind");
          case "condition" -> joined(shown.getArray("condition"));
          case "condition_count" -> Integer.toString(shown.getArray("condition").size());
          case "ops_bytes" -> Integer.toString(shown.getString("ops").length() / 2);
          default -> shown.getString(field);
        };
    assertEquals(expected, actual, field);
  }

  private static String joined(JsonArray hashes) {
    return hashes.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  @Test
  void refusesAKindThatDoesNotExist() {
    Device.lattice("debug", "decode", "epoch", "00").says("epoch");
    assertEquals(2, Device.lattice("debug", "decode", "epoch", "00").code());
  }
}
