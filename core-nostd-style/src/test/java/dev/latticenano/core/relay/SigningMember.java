package dev.latticenano.core.relay;

import dev.latticenano.core.NeededList;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** A member that signs lists of the chunks it needs, unless it is told not to. */
final class SigningMember implements MemberLists {
  final List<Listed> said = new ArrayList<>();
  final Notebook notebook;
  boolean signs = true;
  private final RelayMember member;

  SigningMember(RelayMember member) {
    this.member = member;
    this.notebook = new Notebook(member, this);
  }

  @Override
  public ChunkList.Content needed(StoreId store) throws StoreException {
    return signs ? NeededList.of(member.node, store) : null;
  }

  @Override
  public Signer signer() {
    return member.signer;
  }

  @Override
  public void listed(AuthorId relay, StoreId store, Listed listed) {
    said.add(listed);
  }

  /** What was said last. */
  Listed last() {
    return said.get(said.size() - 1);
  }
}
