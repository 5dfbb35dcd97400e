package dev.latticenano.core.fuzz;

import dev.latticenano.core.bundle.BundleFuzz;
import dev.latticenano.core.intention.IntentionFuzz;
import dev.latticenano.core.noise.NoiseFuzz;
import dev.latticenano.core.reconcile.ReconcileFuzz;
import dev.latticenano.core.relay.RelayFuzz;
import dev.latticenano.core.run.RunFuzz;
import dev.latticenano.core.session.SessionFuzz;
import dev.latticenano.core.snapshot.SnapshotFuzz;
import dev.latticenano.core.state.StateFuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing found worth keeping, again. */
class CorpusTest {
  @TestFactory
  Stream<DynamicTest> replaysWhatFuzzingFound() {
    return Corpus.replays(
        BundleFuzz.class,
        IntentionFuzz.class,
        NoiseFuzz.class,
        ReconcileFuzz.class,
        RelayFuzz.class,
        RunFuzz.class,
        SessionFuzz.class,
        SnapshotFuzz.class,
        StateFuzz.class);
  }
}
