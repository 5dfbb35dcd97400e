package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import org.junit.jupiter.api.Test;

/** What a relay reads from a manifest, and a client from a ticket. */
class ManifestTest {
  private static final AuthorId ANN = RelayVectors.key(RelayVectors.ANN);
  private static final AuthorId BO = RelayVectors.key(RelayVectors.BO);
  private static final AuthorId CY = RelayVectors.key(RelayVectors.CY);
  private static final Hash TIP = Hash.of(Hex.decode("07".repeat(32)), 0);

  @Test
  void aManifestSaysWhoMayDoWhat() {
    Manifest manifest =
        RelayVectors.members()
            .member(BO, Manifest.VOTER, true)
            .out(CY, 3, TIP)
            .sign(4, 5, RelayVectors.ANN);
    assertEquals(RelayVectors.STORE, manifest.store());
    assertEquals(Manifest.OWNER, manifest.role(ANN));
    assertEquals(Manifest.VOTER, manifest.role(BO));
    assertEquals(Manifest.NONE, manifest.role(CY));
    assertTrue(manifest.votes(ANN.toBytes(), 0));
    assertFalse(manifest.votes(BO.toBytes(), 0));
    assertEquals(3, manifest.cutHeight(CY.toBytes(), 0));
    assertEquals(TIP, manifest.cut(CY.toBytes(), 0));
    assertEquals(-1, manifest.cutHeight(BO.toBytes(), 0));
    assertNull(manifest.cut(BO.toBytes(), 0));
    assertTrue(manifest.isSealed());
    assertEquals(2, manifest.members());
    assertEquals(4, manifest.sequence());
    assertEquals(5, manifest.writtenMs());
    assertEquals(ANN, manifest.signer());
  }

  @Test
  void whoIsNamedTwiceCountsAsNamedLast() {
    ManifestWriter writer = RelayVectors.members().out(BO).member(CY, Manifest.READER, false);
    Manifest manifest =
        writer.out(CY).member(BO, Manifest.CARRIER, false).sign(1, 0, RelayVectors.ANN);
    assertEquals(Manifest.CARRIER, manifest.role(BO));
    assertEquals(0, manifest.cutHeight(CY.toBytes(), 0));
    assertNull(manifest.cut(CY.toBytes(), 0));
  }

  @Test
  void noManifestIsWrittenForMoreThanFit() {
    ManifestWriter writer = RelayVectors.members();
    for (int i = 0; i < 1023; i++) {
      writer.member(new AuthorId(0, 0, 0, i + 1L), Manifest.VOTER, false);
    }
    assertThrows(IllegalArgumentException.class, () -> writer.sign(1, 0, RelayVectors.ANN));
  }

  @Test
  void aTicketComesBackFromItsText() {
    Ticket.Promise promise = new Ticket.Promise(1 << 20, 0, 9, 1);
    byte[] number = Hex.decode("0123456789abcdef0123456789abcdef");
    Ticket ticket = Ticket.sign(RelayVectors.BO, number, promise, RelayVectors.ELSEWHERE, ANN);
    Ticket read = Ticket.parse(ticket.text(), new Ed25519Verifier());
    assertEquals(promise, read.promise());
    assertEquals(BO, read.relay());
    assertEquals(ANN, read.owner());
    assertEquals(RelayVectors.ELSEWHERE, read.store());
    assertEquals(Hex.encode(number), Hex.encode(read.number()));
    assertEquals(Verdict.OK, Ticket.check(read.toBytes(), new Ed25519Verifier()));
  }

  @Test
  void noTicketIsSignedForAPromiseOutOfItsRanges() {
    byte[] number = new byte[Ticket.NUMBER_BYTES];
    Ticket.Promise none = new Ticket.Promise(0, 0, 0, 1);
    Ticket.Promise many = new Ticket.Promise(1, 0, 0, Ticket.STORES_MAX + 1);
    assertThrows(IllegalArgumentException.class, () -> Ticket.sign(RelayVectors.BO, number, none));
    assertThrows(IllegalArgumentException.class, () -> Ticket.sign(RelayVectors.BO, number, many));
  }
}
