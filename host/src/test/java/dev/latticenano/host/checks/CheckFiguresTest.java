package dev.latticenano.host.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who checks signatures, as it is told. */
class CheckFiguresTest {
  @Test
  void tellsWhoChecksOnHowManyThreadsAndWhyNobodyFaster() {
    CheckChoice choice = CheckChoice.make("java.lang.String");
    try (SharedChecks checks = new SharedChecks(0, choice.verifiers())) {
      CheckFigures figures = CheckFigures.of(choice, checks);
      assertEquals("signatures by Java, on 1 thread", figures.sentence());
      assertEquals(Map.of("by", "Java", "threads", 1, "finding", choice.finding()), figures.row());
    }
    CheckFigures native2 = new CheckFigures("Corretto 2", 2, "");
    assertEquals("signatures by Corretto 2, on 2 threads", native2.sentence());
  }
}
