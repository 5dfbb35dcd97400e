package dev.latticenano.edge;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Whereabouts;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import dev.latticenano.host.SmallFile;
import dev.latticenano.host.text.RelayUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What members and relays say about where this node's stores are, {@code relays/STORE/suggested} of
 * a data directory, a line each: {@code URL KEY}. They are shown to the node's owner, who may add
 * one; until then nobody is called for them. Members in turn are told of the relays that hold their
 * stores.
 */
public final class Suggestions implements Whereabouts {
  private static final String MODE = "rw-------";

  private final NodeHome home;
  private final Relays relays;
  private final Path root;

  Suggestions(NodeHome home, Relays relays, Path directory) {
    this.home = home;
    this.relays = relays;
    this.root = directory.resolve("relays");
  }

  private Path file(StoreId store) {
    return root.resolve(store.toString()).resolve("suggested");
  }

  /** Those about a store that this node does not use yet. */
  public List<Suggestion> of(StoreId store) {
    try {
      return Files.exists(file(store))
          ? Files.readAllLines(file(store), StandardCharsets.UTF_8).stream()
              .map(Suggestion::of)
              .filter(Objects::nonNull)
              .filter(each -> !isUsed(store, each.url()))
              .toList()
          : List.of();
    } catch (IOException e) {
      // They are told again.
      return List.of();
    }
  }

  private boolean isUsed(StoreId store, RelayUrl url) {
    UsedRelay relay = relays.find(store, url.key());
    return relay != null && relay.url().equals(url);
  }

  /** Forgets one; false if there is none of that URL. */
  public boolean remove(StoreId store, RelayUrl url) throws IOException {
    List<Suggestion> left = new ArrayList<>(of(store));
    boolean any = left.removeIf(each -> each.url().equals(url));
    if (any) {
      write(store, left);
    }
    return any;
  }

  private void write(StoreId store, List<Suggestion> all) throws IOException {
    SmallFile.folder(file(store).getParent());
    StringBuilder text = new StringBuilder();
    all.forEach(each -> text.append(each).append('\n'));
    SmallFile.write(file(store), text.toString().getBytes(StandardCharsets.UTF_8), MODE);
  }

  // To those who only carry the store it is nothing.
  @Override
  public List<String> of(StoreId store, AuthorId peer) {
    Standing standing = home.node().membership(store).members().standing(peer);
    boolean reads = standing != null && standing.isMember() && standing.role() != Role.CARRIER;
    return relays.of(store).stream()
        .filter(each -> reads && each.terms() != null && !each.url().key().equals(peer))
        .map(each -> each.url().toString())
        .toList();
  }

  @Override
  public void told(StoreId store, AuthorId peer, String text) {
    RelayUrl url = RelayUrl.of(text);
    List<Suggestion> all = new ArrayList<>(of(store));
    boolean news = url != null && !isUsed(store, url) && all.size() < Limits.SUGGESTIONS_MAX;
    if (news && all.stream().noneMatch(each -> each.url().equals(url))) {
      all.add(new Suggestion(url, peer));
      try {
        write(store, all);
      } catch (IOException e) {
        EventLog.waiting("suggestion", e.getMessage());
      }
    }
  }
}
