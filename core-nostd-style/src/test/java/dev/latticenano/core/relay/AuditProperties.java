package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No honest history of a relay is ever taken for a lie, and every lie of four kinds is. */
class AuditProperties {
  private static final int AUTHORS = 4;

  /** An honest relay, as far as its signed words go: chains, floors, forks, members, receipts. */
  private static final class Honest {
    private final Random random;
    private final Evidence evidence = new Evidence();
    private final int[] heights = new int[AUTHORS];
    private final int[] floors = new int[AUTHORS];
    private final boolean[] forked = new boolean[AUTHORS];
    private final boolean[] out = new boolean[AUTHORS];
    private long counter;
    private long manifest = 1;
    private long receipts;
    private long count;

    private Honest(Random random) {
      this.random = random;
    }

    private static Hash tip(int author, int height) {
      return new Hash(1, 0, author, height);
    }

    private void step() {
      int author = random.nextInt(AUTHORS);
      switch (random.nextInt(12)) {
        case 0 -> prune(author);
        case 1 -> members(author);
        case 2 -> fork(author);
        case 6 -> stand();
        case 3, 4, 5 -> state();
        default -> {
          heights[author] += forked[author] ? 0 : 1;
          count++;
        }
      }
    }

    private void prune(int author) {
      if (heights[author] <= floors[author]) {
        return;
      }
      floors[author] += 1 + random.nextInt(heights[author] - floors[author]);
      receipts++;
      PruneReceipt receipt =
          new PruneReceiptWriter(RelayVectors.STORE)
              .floor(RelayVectors.numbered(author), floors[author], tip(author, floors[author]))
              .ack(RelayVectors.TIP)
              .dropped(1, 1)
              .sign(receipts, random.nextInt(9), RelayVectors.RELAY);
      if (random.nextInt(4) > 0) {
        evidence.add(receipt);
      }
    }

    // It was away: what it stands on now reaches above all that it had, but of who forked.
    private void stand() {
      PruneReceiptWriter receipt = new PruneReceiptWriter(RelayVectors.STORE).ack(RelayVectors.TIP);
      for (int author = 0; author < AUTHORS; author++) {
        if (!forked[author]) {
          int more = 1 + random.nextInt(5);
          count += more;
          heights[author] += more;
          floors[author] = heights[author];
          receipt.floor(RelayVectors.numbered(author), floors[author], tip(author, floors[author]));
        }
      }
      receipts++;
      PruneReceipt signed =
          receipt.dropped(random.nextInt(9), 1).sign(receipts, 0, RelayVectors.RELAY);
      if (random.nextInt(4) > 0) {
        evidence.add(signed);
      }
    }

    private void members(int author) {
      manifest++;
      out[author] = !out[author];
    }

    // The first intention of a test fork will do: what counts is whose it is.
    private void fork(int author) {
      if (author == 0 && !forked[0] && floors[0] < heights[0]) {
        forked[0] = true;
        heights[0] = floors[0] + random.nextInt(heights[0] - floors[0]);
        count++;
      }
    }

    private StatementWriter set() {
      StatementWriter writer = new StatementWriter(RelayVectors.STORE);
      long hidden = 0;
      for (int author = 0; author < AUTHORS; author++) {
        if (out[author]) {
          hidden += heights[author] / 2;
        }
        int shown = Math.max(floors[author], out[author] ? heights[author] / 2 : heights[author]);
        Hash tip = shown == 0 ? Hash.ZERO : tip(author, shown);
        writer.author(RelayVectors.numbered(author), floors[author], shown, tip);
      }
      return writer.set(count - hidden, RelayVectors.TIP);
    }

    private void state() {
      Statement said =
          set().sign(++counter, random.nextInt(99), manifest, receipts, RelayVectors.RELAY);
      if (random.nextInt(3) > 0) {
        evidence.add(said);
      }
    }

    private boolean isForked(AuthorId author) {
      return forked[0] && author.equals(RelayVectors.numbered(0));
    }
  }

  @Test
  void noHonestHistoryIsEverAccused() {
    Seeds.run(
        AuditProperties.class,
        random -> {
          for (int run = 0; run < 60; run++) {
            Honest relay = new Honest(random);
            for (int i = 0; i < 60; i++) {
              relay.step();
            }
            List<Audit.Finding> found =
                Audit.of(relay.evidence, (store, author) -> relay.isForked(author));
            assertEquals(List.of(), found);
          }
        });
  }

  @Test
  void aStatementOfAnOldDiskIsAlwaysFound() {
    Seeds.run(
        AuditProperties.class,
        random -> {
          for (int run = 0; run < 60; run++) {
            Honest relay = new Honest(random);
            relay.heights[1] = 5;
            relay.count = 5;
            Statement before = relay.set().sign(1, 1, 1, 0, RelayVectors.RELAY);
            relay.heights[1] -= 1 + random.nextInt(5);
            relay.count += random.nextInt(9);
            long counter = 1 + random.nextInt(3);
            Statement after = relay.set().sign(counter, 2, 1, 0, RelayVectors.RELAY);
            Evidence proof = new Evidence().add(before).add(after);
            assertFalse(Audit.of(proof).isEmpty());
            assertFalse(Audit.of(Evidence.of(proof.toBytes())).isEmpty());
          }
        });
  }

  @Test
  void everyProofProvesTheSameByItself() {
    Evidence all =
        new Evidence()
            .add(AuditVectors.ann(1, 0, 5, RelayVectors.TIP, 0))
            .add(AuditVectors.ann(2, 3, 5, RelayVectors.TIP, 0))
            .add(AuditVectors.ann(3, 2, 4, RelayVectors.TIP, 0))
            .add(AuditVectors.ann(3, 2, 4, RelayVectors.TIP, 1))
            .add(AuditVectors.ann(4, 2, 4, RelayVectors.TIP, 0));
    List<Audit.Finding> found = Audit.of(all);
    List<String> kinds = new ArrayList<>();
    for (Audit.Finding each : found) {
      kinds.add(each.verdict().name());
      List<Audit.Finding> again = Audit.of(Evidence.of(each.proof().toBytes()));
      assertFalse(
          again.stream().noneMatch(other -> other.verdict() == each.verdict()), each.toString());
    }
    assertEquals(4, kinds.stream().distinct().count(), kinds.toString());
  }
}
