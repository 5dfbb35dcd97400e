package dev.latticenano.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own, in a temporary folder, on a port of the loopback address, as a
 * user that is not root; stopped by its process id. Debian's package {@code postgresql} brings it.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String MISSING =
      "PostgreSQL is not installed: ./test installs it, or run apt-get install postgresql";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "lattice";
  private static PostgresServer shared;

  private final Path programs;
  private final Path folder;
  private final boolean durable;
  private final int port;
  private final AtomicInteger schemas = new AtomicInteger();
  private Process process;

  private PostgresServer(boolean durable) throws IOException, InterruptedException {
    this.durable = durable;
    programs = programs();
    folder = Files.createTempDirectory("lattice-postgres");
    own(folder);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    run(
        "initdb",
        "-D",
        data(),
        "-U",
        USER,
        "--auth=trust",
        "--no-sync",
        "--locale=C",
        "-E",
        "UTF8");
    start();
  }

  /** The server that the tests of one Java process share; it is stopped at the process's end. */
  public static synchronized PostgresServer shared() throws IOException, InterruptedException {
    if (shared == null) {
      shared = new PostgresServer(false);
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** A server that syncs its files as one in service does, or leaves that out and is faster. */
  public static PostgresServer of(boolean durable) throws IOException, InterruptedException {
    return new PostgresServer(durable);
  }

  /** A site that nobody used before, of a process that calls itself {@code holder}. */
  public SiteSettings freshSite(String holder) throws SQLException {
    String schema = "site" + schemas.incrementAndGet() + "p" + ProcessHandle.current().pid();
    execute("CREATE SCHEMA " + schema);
    return settings(schema, holder);
  }

  /** The site in a schema that is there. */
  public SiteSettings settings(String schema, String holder) {
    return SiteSettings.of(url() + "?currentSchema=" + schema, USER, "", holder);
  }

  /** Where the database is. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Has the server do something, apart from any site. */
  public void execute(String sql) throws SQLException {
    execute(url(), sql);
  }

  /** Has the server do something in the schema of a site. */
  public static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Starts it and waits until it takes connections. */
  public void start() throws IOException {
    List<String> command = command("postgres");
    command.addAll(List.of("-D", data(), "-p", Integer.toString(port), "-k", folder.toString()));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "lc_messages=C"));
    command.addAll(List.of("-c", "fsync=" + (durable ? "on" : "off")));
    process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); ; line = output.readLine()) {
      if (line == null) {
        throw new IOException("the server did not start: " + said);
      }
      said.append(line).append('\n');
      if (line.endsWith("database system is ready to accept connections")) {
        break;
      }
    }
    // Whoever does not read what it says stops it in the end.
    Thread drain =
        new Thread(() -> output.lines().forEach(line -> said.setLength(0)), "postgres output");
    drain.setDaemon(true);
    drain.start();
  }

  /** Ends it at once, as a crash does: nothing is written any more, connections break. */
  public void crash() throws IOException, InterruptedException {
    signal("QUIT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    process.waitFor();
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        signal("INT");
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the server in " + folder + " could not be stopped", e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = command(program);
    command.addAll(List.of(arguments));
    Process run =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (run.waitFor() != 0) {
      throw new IOException(program + " failed: " + said);
    }
  }

  // The server refuses to run as root.
  private List<String> command(String program) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(programs.resolve(program).toString());
    return command;
  }

  private static void own(Path folder) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path programs() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions.map(version -> version.resolve("bin")).forEach(found::add);
      }
    }
    for (String part : System.getenv("PATH").split(":")) {
      found.add(Path.of(part));
    }
    return found.stream()
        .filter(place -> Files.isExecutable(place.resolve("initdb")))
        .filter(place -> Files.isExecutable(place.resolve("postgres")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(MISSING));
  }
}
