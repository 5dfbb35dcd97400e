package dev.latticenano.core.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.StoreId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyWrapTest {
  private static final StoreId STORE = Sealing.STORE;

  private final KeyWrap wrap = new KeyWrap();
  private final Ed25519Signer a = Sealing.member(1);
  private final Ed25519Signer b = Sealing.member(2);
  private final EpochKey key = EpochKey.fresh(Sealing.entropy("key"));
  private final byte[] change =
      wrap.wrap(key, STORE, List.of(Sealing.id(a), Sealing.id(b)), Sealing.entropy("wrap"));

  private static EpochChangeView view(byte[] change) {
    EpochChangeView view = new EpochChangeView().wrap(change, 0, change.length);
    assertEquals(Verdict.OK, view.check());
    return view;
  }

  @Test
  void reachesEveryMemberAndNobodyElse() {
    for (Ed25519Signer member : List.of(a, b)) {
      assertEquals(Verdict.OK, wrap.unwrap(view(change), STORE, member));
      assertTrue(wrap.key().matches(key));
      assertEquals(view(change).epochId(), wrap.key().id());
    }
    assertEquals(Verdict.SEALED_NO_KEY, wrap.unwrap(view(change), STORE, Sealing.member(3)));
    assertNull(wrap.key());
  }

  @Test
  void reachesAsManyMembersAsMayBe() {
    List<AuthorId> members = new ArrayList<>();
    byte[] seed = new byte[32];
    for (int i = 0; i < Limits.MEMBERS_MAX; i++) {
      seed[0] = (byte) i;
      seed[1] = (byte) (i >> 8);
      members.add(Sealing.id(new Ed25519Signer(seed, 0)));
    }
    byte[] largest = wrap.wrap(key, STORE, members, Sealing.entropy("wrap"));
    assertTrue(largest.length < Limits.OPS_BYTES_EMITTED);
    assertEquals(Verdict.OK, wrap.unwrap(view(largest), STORE, new Ed25519Signer(seed, 0)));
    members.add(Sealing.id(a));
    assertThrows(
        IllegalArgumentException.class,
        () -> wrap.wrap(key, STORE, members, Sealing.entropy("wrap")));
  }

  @Test
  void isBoundToItsStore() {
    assertEquals(Verdict.WRAP_BROKEN, wrap.unwrap(view(change), StoreId.NIL, a));
  }

  @Test
  void noByteOfItCanBeChanged() {
    EpochChangeView sound = view(change);
    int index = sound.find(Sealing.id(a).toBytes(), 0);
    int from = sound.recipientOffset(index);
    for (int i = 0; i < change.length; i++) {
      boolean own = i >= from && i < from + EpochChangeView.WRAP_BYTES;
      boolean shared = i < sound.recipientOffset(0) - 2;
      byte[] changed = change.clone();
      changed[i] ^= 1;
      EpochChangeView view = new EpochChangeView().wrap(changed, 0, changed.length);
      if (view.check() == Verdict.OK && (own || shared)) {
        assertFalse(wrap.unwrap(view, STORE, a) == Verdict.OK, "byte " + i);
        assertNull(wrap.key());
      }
    }
  }

  @Test
  void leavesOutKeysThatNobodyCanHold() {
    AuthorId zero = AuthorId.ZERO;
    assertFalse(KeyWrap.reaches(zero));
    assertTrue(KeyWrap.reaches(Sealing.id(a)));
    assertThrows(
        IllegalArgumentException.class,
        () -> wrap.wrap(key, STORE, List.of(zero), Sealing.entropy("wrap")));
    assertThrows(
        IllegalArgumentException.class,
        () -> wrap.wrap(key, STORE, List.of(), Sealing.entropy("wrap")));
  }

  @Test
  void keysAreShownByTheirIdAlone() {
    byte[] bytes = new byte[32];
    key.write(bytes, 0);
    String secret = Hex.encode(bytes);
    assertEquals("epoch key " + key.id(), key.toString());
    assertFalse(secret.contains(key.id().toString()));
    Keyring keyring = Sealing.keyring(key);
    assertEquals("1 epoch keys", keyring.toString());
  }
}
