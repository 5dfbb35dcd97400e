package dev.latticenano.core.seal;

import static dev.latticenano.core.seal.JoinBoxVectors.NONCES;
import static dev.latticenano.core.seal.Sealing.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinBoxTest {
  private final JoinBoxCipher cipher = new JoinBoxCipher();
  private final AuthorId joiner = Sealing.id(Sealing.member(3));

  private byte[] seal(JoinBox content) {
    return cipher.seal(content, STORE, joiner, NONCES, Sealing.entropy("box"));
  }

  @Test
  void holdsWhatAJoinerNeeds() {
    JoinBox content = JoinBoxVectors.content(3);
    assertEquals(Verdict.OK, cipher.open(seal(content), STORE, NONCES, Sealing.member(3)));
    JoinBox opened = cipher.box();
    assertEquals(content.storeType(), opened.storeType());
    assertEquals(content.grant(), opened.grant());
    assertEquals(content.inviter(), opened.inviter());
    assertEquals(content.peers(), opened.peers());
    assertEquals(3, opened.keys().size());
    for (int i = 0; i < 3; i++) {
      assertTrue(content.keys().get(i).matches(opened.keys().get(i)));
    }
  }

  @Test
  void opensForTheJoinerAlone() {
    byte[] box = seal(JoinBoxVectors.content(1));
    assertEquals(Verdict.JOIN_BOX_BROKEN, cipher.open(box, STORE, NONCES, Sealing.member(4)));
    assertNull(cipher.box());
  }

  @Test
  void holdsAsManyKeysAndPeersAsMayBe() {
    List<EpochKey> keys = new ArrayList<>();
    byte[] bytes = new byte[32];
    for (int i = 0; i <= Limits.EPOCH_KEYS_MAX; i++) {
      LittleEndian.putInt(bytes, 0, i);
      keys.add(EpochKey.of(bytes, 0));
    }
    List<AuthorId> peers = new ArrayList<>();
    for (int i = 0; i <= Limits.MEMBERS_MAX; i++) {
      peers.add(joiner);
    }
    JoinBox most = box(keys.subList(1, keys.size()), peers.subList(1, peers.size()));
    byte[] largest = seal(most);
    assertTrue(largest.length < Limits.FRAME_BYTES_MAX);
    assertEquals(Verdict.OK, cipher.open(largest, STORE, NONCES, Sealing.member(3)));
    assertEquals(Limits.EPOCH_KEYS_MAX, cipher.box().keys().size());
    for (JoinBox more : List.of(box(keys, List.of()), box(List.of(), peers))) {
      assertEquals(
          Verdict.JOIN_BOX_MALFORMED, cipher.open(seal(more), STORE, NONCES, Sealing.member(3)));
    }
  }

  private JoinBox box(List<EpochKey> keys, List<AuthorId> peers) {
    return new JoinBox("", keys, Hash.ZERO, joiner, peers, List.of(), 0);
  }

  @Test
  void reachesOnlyKeysThatSomebodyCanHold() {
    JoinBox content = JoinBoxVectors.content(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> cipher.seal(content, STORE, AuthorId.ZERO, NONCES, Sealing.entropy("box")));
  }

  @Test
  void showsNoKey() {
    String shown = JoinBoxVectors.content(1).toString();
    assertFalse(shown.contains("0e0e0e0e"), shown);
    assertFalse(Hex.encode(seal(JoinBoxVectors.content(1))).contains("0e0e0e0e"));
  }

  @Test
  void survivesAnyBytes() {
    Seeds.run(
        getClass(),
        random -> {
          byte[] box = seal(JoinBoxVectors.content(2));
          for (int i = 0; i < 200; i++) {
            byte[] any = Arrays.copyOf(box, random.nextInt(box.length + 1));
            if (any.length > 0) {
              any[random.nextInt(any.length)] ^= (byte) (1 + random.nextInt(255));
            }
            assertEquals(
                Verdict.JOIN_BOX_BROKEN, cipher.open(any, STORE, NONCES, Sealing.member(3)));
            byte[] plain = new byte[random.nextInt(60)];
            random.nextBytes(plain);
            Verdict verdict =
                cipher.open(JoinBoxVectors.forged(plain), STORE, NONCES, Sealing.member(3));
            assertEquals(Verdict.JOIN_BOX_MALFORMED, verdict);
          }
        });
  }

  @Test
  void anAddressHasAsManyBytesAsMayBeAndNoMore() {
    String longest = "a".repeat(255);
    assertEquals(Verdict.OK, reached(longest));
    assertEquals(longest, cipher.box().places().get(0).address());
    assertEquals(Verdict.JOIN_BOX_MALFORMED, reached(longest + "a"));
    assertEquals(Verdict.JOIN_BOX_MALFORMED, reached("ä".repeat(128)), "bytes, not letters");
  }

  private Verdict reached(String address) {
    List<PeerPlace> places = List.of(new PeerPlace(joiner, address));
    JoinBox content = new JoinBox("", List.of(), Hash.ZERO, joiner, List.of(), places, 0);
    return cipher.open(seal(content), STORE, NONCES, Sealing.member(3));
  }
}
