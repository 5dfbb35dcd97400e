package dev.latticenano.bench.relay;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.relay.home.RelayHome;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Members of one store that bring a relay all they have as fast as they may, in a process of their
 * own: what they collect and check keeps nobody else's clock. Does what it is told, a line at a
 * time, and says a line when it is done.
 *
 * <p>Arguments: the relay's directory, its port, links.
 */
public final class FloodProcess {
  private static final int NONCE = 2;

  // Those before are the quiet ones.
  private static final int FIRST = 2;

  private FloodProcess() {}

  /** {@code write COUNT TURN} writes so many each; {@code bring TURN} brings them. */
  public static void main(String[] args) throws Exception {
    RelayHome home = RelayHome.open(Path.of(args[0]));
    int port = Integer.parseInt(args[1]);
    int links = Integer.parseInt(args[2]);
    List<Member> members = Member.many(FIRST + links).subList(FIRST, FIRST + links);
    StoreId store = Hosted.bring(home, port, members, NONCE);
    for (Member each : members) {
      // The first one says who the others are.
      each.visit(port, 1, store);
    }
    System.out.println();
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = told.readLine(); line != null; line = told.readLine()) {
      String[] words = line.split(" ");
      int turn = Integer.parseInt(words[words.length - 1]);
      if (words[0].equals("write")) {
        for (Member each : members) {
          each.write(store, Integer.parseInt(words[1]), turn);
        }
      } else {
        bring(members, port, turn, store);
      }
      System.out.println();
    }
  }

  private static void bring(List<Member> members, int port, int number, StoreId store)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    List<Future<?>> calls = new ArrayList<>();
    for (Member each : members) {
      calls.add(threads.submit(() -> each.visit(port, number, store)));
    }
    threads.shutdown();
    for (Future<?> call : calls) {
      call.get();
    }
  }
}
