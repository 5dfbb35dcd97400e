package dev.latticenano.edge.scenario;

import dev.latticenano.edge.sim.LinkKind;
import java.util.List;

/** What stands behind {@code over}: a kind of link, then names and numbers of what is otherwise. */
final class LinkWords {
  private static final String HINT =
      "write rate 9600, delay 40ms, loss 3%, errors 1e-5 or piece 200";

  private LinkWords() {}

  /** The link that a statement describes; a network if it says nothing. */
  static LinkKind kind(Statement statement) throws ScenarioException {
    List<Word> words = statement.linkWords();
    if (words.isEmpty()) {
      return LinkKind.NETWORK;
    }
    Word first = words.get(0);
    LinkKind kind = LinkKind.NAMED.get(first.text());
    if (kind == null) {
      throw statement.error(
          first, "there is no link \"" + first.text() + "\"; " + Slot.LINK.hint());
    }
    for (int i = 1; i < words.size(); i += 2) {
      Word name = words.get(i);
      if (i + 1 == words.size()) {
        throw statement.error(name, "\"" + name.text() + "\" has no number; " + HINT);
      }
      kind = changed(statement, kind, name, words.get(i + 1));
    }
    return kind;
  }

  private static LinkKind changed(Statement statement, LinkKind kind, Word name, Word number)
      throws ScenarioException {
    boolean time = name.is("delay");
    double value = time ? Quantity.ms(number.text()) : Quantity.decimal(number.text());
    LinkKind changed = kind.with(name.text(), value);
    if (changed == null) {
      throw statement.error(name, "a link has no \"" + name.text() + "\"; " + HINT);
    }
    boolean least = name.is("rate") || name.is("piece") ? value >= 100 : value >= 0;
    boolean most = name.is("loss") || name.is("errors") ? value < 1 : value <= 1e10;
    if (!least || !most) {
      throw statement.error(number, "\"" + number.text() + "\" is no " + name.text() + "; " + HINT);
    }
    return changed;
  }
}
