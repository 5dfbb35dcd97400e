package dev.latticenano.relay.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a relay's directory with a fresh identity. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Make this machine a relay: a directory and a fresh identity.",
      "",
      "Prints the URL that clients need. The identity is the file identity.key: back it up.",
      "Clients know the relay by it, and tickets are signed with it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice-relay init --address relay.example.org",
      "  lattice-relay init --dir /var/lib/lattice-relay --address 203.0.113.7:7400"
    })
final class InitCommand implements Callable<Integer> {
  /** What is to be said of a URL without an address. */
  static final String HOST = "HOST  is how clients call this machine: set address in its settings";

  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Option(
      names = "--address",
      paramLabel = "HOST[:PORT]",
      description = "How clients call this machine; may be set later.")
  private String address;

  @Option(
      names = "--storage",
      paramLabel = "URL",
      description =
          "Keep stores in a PostgreSQL-compatible server instead of files, like "
              + "jdbc:postgresql://db.example.org:5432/lattice. The password goes into the file "
              + "storage-password of the directory, mode 0600.")
  private String storage;

  @Option(
      names = "--storage-user",
      paramLabel = "USER",
      description = "Who logs in at that server; lattice unless told otherwise.")
  private String storageUser;

  @Override
  public Integer call() throws Failure {
    OperatorSettings settings = new OperatorSettings();
    if (address != null) {
      settings.choose(OperatorSettings.Key.ADDRESS, address);
    }
    if (storage != null) {
      settings.choose(OperatorSettings.Key.STORAGE, storage);
    }
    if (storageUser != null) {
      settings.choose(OperatorSettings.Key.STORAGE_USER, storageUser);
    }
    RelayHome made = RelayHome.create(home.dir(), settings);
    if (json.wanted()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("dir", made.root().toString());
      row.put("key", made.key().toString());
      row.put("url", made.url());
      json.print(home.out(), row);
    } else {
      home.out().println("relay in " + made.root());
      home.out().println("key   " + made.key());
      home.out().println("url   " + made.url());
      if (address == null) {
        home.out().println(HOST);
      }
    }
    return 0;
  }
}
