package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.latticenano.core.store.TableShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is said to the server, against docs/storage-postgres.md. */
class DialectTest {
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_]+");
  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

  private static String document() throws Exception {
    return Files.readString(
        Path.of(System.getProperty("repository.root"), "docs", "storage-postgres.md"));
  }

  @Test
  void everyStatementIsMadeOfNamesAndTheWordsOfTheDocument() throws Exception {
    String document = document();
    int from = document.indexOf("```words") + 8;
    Set<String> allowed =
        new TreeSet<>(
            List.of(document.substring(from, document.indexOf("```", from)).split("\\s+")));
    allowed.remove("");
    SiteSettings settings = PostgresServer.shared().freshSite("me");
    List<String> said = said(settings);
    Set<String> names = new HashSet<>(Set.of("excluded"));
    columns(settings)
        .forEach(
            (table, columns) -> {
              names.add(table);
              names.addAll(columns);
            });
    Set<String> words = new TreeSet<>();
    for (String sql : said) {
      for (MatchResult word : WORD.matcher(sql).results().toList()) {
        String upper = word.group().toUpperCase(Locale.ROOT);
        if (!names.contains(word.group()) || upper.equals(word.group())) {
          words.add(upper);
        }
      }
    }
    assertTrue(said.size() > 25, said.size() + " statements");
    assertEquals(allowed, words);
  }

  // Everything that this storage ever says.
  private static List<String> said(SiteSettings settings) throws Exception {
    List<String> said = new ArrayList<>();
    HikariDataSource pool = PostgresSite.pool(settings);
    PostgresSite.Sizes small = new PostgresSite.Sizes(4096, 100);
    try (PostgresSite site =
        PostgresSite.open(SteppedSource.telling(pool, said::add), settings, small)) {
      PostgresStore store = site.store(new UUID(1, 2));
      byte[] body = new byte[60];
      for (int i = 0; i < 4; i++) {
        store.log().append(1, body, 0, body.length);
      }
      store.entries().put(new byte[1], body);
      store.entries().put(new byte[2], body);
      store.log().sync();
      store.entries().delete(new byte[1]);
      store.entries().value(new byte[3]);
      store.entries().range(new byte[1], null);
      store.entries().range(new byte[1], new byte[2]);
      TableShape shape = TableShape.fixed("rows", 2, 0);
      for (int step = 0; step < 2; step++) {
        for (int i = 0; i < 6000; i++) {
          byte[] key = {(byte) (i >> 8), (byte) i};
          if (step == 0) {
            store.tables().table(shape).put(key, 0, 2, key, 0, 0);
          } else if (i > 0) {
            store.tables().table(shape).delete(key, 0, 2);
          }
        }
        store.tables().checkpoint(store.log().end());
      }
      store.log().read(0, new byte[60], 0);
      store.log().scan(0, (position, kind, bytes, offset, length) -> true);
      store.log().dropFirst(store.log().end());
      store.tables().clear();
      byte[] cid = new byte[32];
      store.chunks().write(cid, 0, body, 0, 60);
      store.chunks().holds(cid, 0);
      store.chunks().remove(cid, 0);
      store.chunks().read(cid, 0, body, 0);
      site.shared().replace(body, null, body);
      site.shared().replace(body, body, cid);
      site.shared().replace(body, body, cid);
      site.stores();
      PostgresMemory memory = site.memory();
      memory.keep(body, body);
      memory.keep(body, cid);
      memory.read((name, value) -> {});
      memory.forget(body);
      site.renew();
      store.remove();
    } finally {
      pool.close();
    }
    return said;
  }

  @Test
  void theTablesAreThoseOfTheDocument() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("me");
    PostgresSite.open(settings).close();
    Map<String, Set<String>> documented = new TreeMap<>();
    for (String line : document().lines().filter(l -> l.startsWith("| `lattice_")).toList()) {
      List<String> codes = CODE.matcher(line).results().map(found -> found.group(1)).toList();
      documented.put(codes.get(0), new TreeSet<>(codes.subList(1, codes.size())));
    }
    assertEquals(columns(settings), documented);
  }

  private static Map<String, Set<String>> columns(SiteSettings settings) throws Exception {
    Map<String, Set<String>> columns = new TreeMap<>();
    try (HikariDataSource pool = PostgresSite.pool(settings);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name, column_name FROM information_schema.columns"
                    + " WHERE table_schema = current_schema()")) {
      while (rows.next()) {
        columns.computeIfAbsent(rows.getString(1), name -> new TreeSet<>()).add(rows.getString(2));
      }
    }
    return columns;
  }
}
