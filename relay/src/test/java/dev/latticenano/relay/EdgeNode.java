package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.state.Role;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.cli.LatticeCommand;
import dev.latticenano.host.IdentityFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A node as people run it: whole commands on a directory.
 *
 * @param dir its directory
 */
record EdgeNode(Path dir) {
  /** A fresh node, called by its directory's name. */
  static EdgeNode init(Path dir) {
    EdgeNode node = new EdgeNode(dir);
    node.ok("init", "--name", dir.getFileName().toString());
    return node;
  }

  /** Copies directories of nodes and relays that do not run, with their modes. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(path -> !path.equals(from)).toList()) {
        Path there = to.resolve(from.relativize(each));
        Files.copy(each, there, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** What a command left. */
  record Left(int code, String out, String err) {}

  /** Runs a command. */
  Left run(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--dir", dir.toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        LatticeCommand.execute(
            line.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Left(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that succeeds; its output without the last line's end. */
  String ok(String... words) {
    Left left = run(words);
    assertEquals(0, left.code, left::toString);
    return left.out.strip();
  }

  /** Exchanges all there is with another node, without a relay. */
  void meet(EdgeNode other) throws Exception {
    PipedInputStream said = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
    String[] serve = {"serve", "--once", "--tcp", "127.0.0.1:0", "--dir", dir.toString()};
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> LatticeCommand.execute(serve, out, System.err));
    String line =
        new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8)).readLine();
    other.sync(line.replace("listening tcp ", ""));
    assertEquals(0, code.get(20, TimeUnit.SECONDS));
  }

  /** Exchanges all there is with whoever listens there. */
  void sync(String address) {
    ok("sync", "--tcp", address);
  }

  Ed25519Signer signer() throws Exception {
    return IdentityFile.read(dir.resolve("identity.key")).signer();
  }

  AuthorId key() throws Exception {
    byte[] key = new byte[AuthorId.BYTES];
    signer().publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  /** Work on the open node. */
  interface Work<T> {
    T on(NodeHome home) throws Exception;
  }

  <T> T open(Work<T> work) throws Exception {
    try (NodeHome home = NodeHome.open(dir)) {
      return work.on(home);
    }
  }

  /** A manifest of a store of this node's, without members. */
  ManifestWriter manifest(StoreId store) throws Exception {
    int nonce = open(home -> home.node().system(store).genesis(store, Blake3.plain()).nonce());
    return new ManifestWriter(store).creator(key(), nonce);
  }

  /** Lets a key carry a store, as owners let relays. */
  void letCarry(StoreId store, AuthorId carrier) throws Exception {
    open(
        home -> {
          home.node().membership(store).setRole(carrier, Role.CARRIER, System.currentTimeMillis());
          return true;
        });
  }
}
