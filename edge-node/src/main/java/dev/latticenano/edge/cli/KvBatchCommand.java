package dev.latticenano.edge.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.KeyWrites;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes several keys at once. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description = {
      "Write several keys at once, all or none, as standard input says.",
      "",
      "A line for each: put KEY VALUE, where the value is the rest of the line, or delete",
      "KEY; or as JSON, so that both may hold anything: {\"put\":\"a key\",\"value\":\"x\"},",
      "{\"delete\":\"a key\"}. Empty lines and lines that begin with # are passed over. Of",
      "several lines for one key the last counts.",
      ""
    },
    footer = {"", "Example:", "  printf 'put a 1\\nput b 2\\ndelete c\\n' | lattice kv batch"})
final class KvBatchCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Override
  public Integer call() throws Failure {
    byte[] input = ContentOption.standardInput();
    if (!KvKey.isText(input)) {
      throw new Failure(Failure.BAD_INPUT, "standard input is not UTF-8");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), KvState.class);
      KeyWrites writes = new KeyWrites(home, id, KvKey.state(home, id));
      int number = 0;
      for (String line : new String(input, StandardCharsets.UTF_8).split("\r?\n")) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          add(writes, number, line);
        }
      }
      if (writes.count() == 0) {
        throw new Failure(Failure.BAD_INPUT, "standard input says nothing to write");
      }
      writes.submit();
      node.out().println("wrote " + Units.count(writes.count(), "key"));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private static void add(KeyWrites writes, int number, String line) throws Failure {
    if (line.startsWith("{")) {
      addJson(writes, number, line);
      return;
    }
    String[] words = line.split(" ", 3);
    if (words[0].equals("put") && words.length == 3) {
      writes.add(KvKey.bytes(words[1]), KvKey.bytes(words[2]));
    } else if (words[0].equals("delete") && words.length == 2) {
      writes.add(KvKey.bytes(words[1]), null);
    } else {
      throw wrong(number, null);
    }
  }

  private static void addJson(KeyWrites writes, int number, String line) throws Failure {
    try {
      JsonObject object = JsonParser.object().from(line);
      String put = object.getString("put");
      String value = object.getString("value");
      String delete = object.getString("delete");
      if (put != null && value != null && object.size() == 2) {
        writes.add(KvKey.bytes(put), KvKey.bytes(value));
      } else if (delete != null && object.size() == 1) {
        writes.add(KvKey.bytes(delete), null);
      } else {
        throw wrong(number, null);
      }
    } catch (JsonParserException e) {
      throw wrong(number, e);
    }
  }

  private static Failure wrong(int number, Exception cause) {
    return new Failure(
        Failure.BAD_INPUT,
        "line " + number + " is neither put KEY VALUE nor delete KEY; nothing is written",
        cause);
  }
}
