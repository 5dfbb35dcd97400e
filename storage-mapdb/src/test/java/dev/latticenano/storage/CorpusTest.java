package dev.latticenano.storage;

import dev.latticenano.core.fuzz.Corpus;
import dev.latticenano.storage.log.LogFuzz;
import dev.latticenano.storage.table.RunsFuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing found worth keeping, again. */
class CorpusTest {
  @TestFactory
  Stream<DynamicTest> replaysWhatFuzzingFound() {
    return Corpus.replays(LogFuzz.class, RunsFuzz.class);
  }
}
