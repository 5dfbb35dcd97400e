package dev.latticenano.core.relay;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;

/** Ann's sealed store, of which Bo is a voter, and a relay; nobody has met yet. */
final class RelayScene {
  static final long GIB = 1L << 30;
  private static final int NONCE = 7;

  final RelayWorld world = new RelayWorld();
  final RelayHouse house;
  final RelayMember ann = world.member();
  final RelayMember bo = world.member();
  final StoreId store;
  private long sequence;

  RelayScene() throws Exception {
    this(KvState.TYPE);
  }

  RelayScene(String type) throws Exception {
    house = world.house(RelaySettings.DEFAULT);
    store = ann.create(type, NONCE);
    ann.grant(store, bo.key(), Role.VOTER);
    ann.grant(store, house.relay.key(), Role.CARRIER);
    world.run(20_000);
    bo.open(store, ann);
  }

  ManifestWriter members() {
    return new ManifestWriter(store)
        .creator(ann.key(), NONCE)
        .member(ann.key(), Manifest.OWNER, false)
        .member(bo.key(), Manifest.VOTER, false)
        .member(house.relay.key(), Manifest.CARRIER, false);
  }

  Manifest sign(ManifestWriter manifest) {
    return manifest.sign(++sequence, world.nowMs, ann.signer);
  }

  /** Ann brings a manifest, with a ticket unless that is null. */
  void redeem(ManifestWriter manifest, Ticket ticket) throws Exception {
    ann.errands.redeem(sign(manifest), ticket);
    world.meet(ann, house);
  }

  /** The relay holds the store, in so much space. */
  RelayScene held(long space) throws Exception {
    redeem(members(), house.ticket(space, 0, 4));
    return this;
  }
}
