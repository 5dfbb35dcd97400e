package dev.latticenano.edge;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.seal.PeerPlace;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node keeps of a store that it has joined and that has not come whole: the text of the file
 * {@code bootstrap} in the store's folder, a line each. A line that cannot be read is as if it were
 * not there.
 *
 * <pre>
 * intentions N            about how many there are
 * peer KEY                a member, by the word of whoever let this node in
 * place KEY HOST:PORT     where it may be reached
 * last MS KEY NAME        who was met last that holds the store, and what it calls itself
 * trouble VERDICT         what is wrong with all that has come
 * </pre>
 *
 * @param intentions 0: not known
 * @param lastMs Unix ms; 0: nobody was met yet
 * @param last null: nobody
 * @param lastName what it called itself, unproven
 * @param trouble OK: none
 */
public record BootstrapMark(
    long intentions,
    List<AuthorId> peers,
    List<PeerPlace> places,
    long lastMs,
    AuthorId last,
    String lastName,
    Verdict trouble) {
  /** Of a store that was joined a moment ago. */
  static final BootstrapMark FRESH =
      new BootstrapMark(0, List.of(), List.of(), 0, null, "", Verdict.OK);

  /** A mark whose lists are copied. */
  public BootstrapMark {
    peers = List.copyOf(peers);
    places = List.copyOf(places);
  }

  BootstrapMark told(long newIntentions, List<AuthorId> newPeers, List<PeerPlace> newPlaces) {
    return new BootstrapMark(newIntentions, newPeers, newPlaces, lastMs, last, lastName, trouble);
  }

  BootstrapMark met(AuthorId peer, String name, long nowMs) {
    return new BootstrapMark(intentions, peers, places, nowMs, peer, name, trouble);
  }

  BootstrapMark troubled(Verdict newTrouble) {
    return new BootstrapMark(intentions, peers, places, lastMs, last, lastName, newTrouble);
  }

  static BootstrapMark parse(String text) {
    BootstrapMark mark = FRESH;
    List<AuthorId> peers = new ArrayList<>();
    List<PeerPlace> places = new ArrayList<>();
    long intentions = 0;
    for (String line : text.split("\n")) {
      String[] words = line.split(" ", 4);
      try {
        switch (words[0]) {
          case "intentions" -> intentions = Long.parseLong(words[1]);
          case "peer" -> peers.add(AuthorId.parse(words[1]));
          case "place" -> places.add(new PeerPlace(AuthorId.parse(words[1]), words[2]));
          case "last" ->
              mark = mark.met(AuthorId.parse(words[2]), words[3], Long.parseLong(words[1]));
          case "trouble" -> mark = mark.troubled(Verdict.valueOf(words[1]));
          default -> {}
        }
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        continue;
      }
    }
    return mark.told(intentions, peers, places);
  }

  String text() {
    StringBuilder text = new StringBuilder("intentions " + intentions + "\n");
    peers.forEach(peer -> text.append("peer ").append(peer).append('\n'));
    for (PeerPlace each : places) {
      text.append("place ").append(each.peer()).append(' ').append(each.address()).append('\n');
    }
    if (last != null) {
      text.append("last " + lastMs + " " + last + " " + lastName + "\n");
    }
    if (trouble != Verdict.OK) {
      text.append("trouble " + trouble + "\n");
    }
    return text.toString();
  }
}
