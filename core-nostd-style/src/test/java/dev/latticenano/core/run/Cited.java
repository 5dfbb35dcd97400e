package dev.latticenano.core.run;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import java.util.function.Consumer;

/** What an intention cites. */
final class Cited {
  private Cited() {}

  static void of(byte[] signed, Consumer<Hash> each) {
    SignedIntentionView view = new SignedIntentionView();
    if (view.wrap(signed, 0, signed.length).check() != Verdict.OK) {
      return;
    }
    IntentionView intention = view.intention();
    if (!intention.isFirst()) {
      each.accept(intention.storePrev());
    }
    for (int i = 0; i < intention.conditionCount(); i++) {
      each.accept(intention.condition(i));
    }
  }
}
