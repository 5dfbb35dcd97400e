package dev.latticenano.edge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines in, lines out, as other implementations' suites expect them. */
class NegentropyHarnessTest {
  private static final String ONE = "11".repeat(32);
  private static final String TWO = "22".repeat(32);
  private static final String THREE = "33".repeat(32);

  private static final class Side {
    private final StringWriter written = new StringWriter();
    private final NegentropyHarness harness;

    Side(Map<String, String> environment) throws Failure {
      harness =
          new NegentropyHarness(
              NegentropyCommand.caps(environment), new PrintWriter(written, true));
    }

    List<String> say(String... lines) throws Failure {
      written.getBuffer().setLength(0);
      for (String line : lines) {
        harness.accept(line);
      }
      return new ArrayList<>(written.toString().lines().toList());
    }
  }

  private final Side side = new Side(Map.of());

  NegentropyHarnessTest() throws Failure {}

  @Test
  void anInitiatorLearnsWhatEitherSideLacks() throws Failure {
    assertEquals(List.of(), side.say("item,5," + ONE, "item,6," + TWO, "", "seal"));
    assertEquals(List.of("msg,6100000202" + ONE + TWO), side.say("initiate"));
    assertEquals(
        List.of("have," + ONE, "need," + THREE, "done"), side.say("msg,6100000202" + TWO + THREE));
  }

  @Test
  void aResponderAnswersAndFallsBackToItsVersion() throws Failure {
    side.say("item,12345," + ONE, "seal");
    assertEquals(List.of("msg,61"), side.say("msg,62aabbccddeeff"));
    assertEquals(List.of("msg,6100000201" + ONE), side.say("msg,6100000200"));
  }

  @Test
  void timesAreUnsigned() throws Failure {
    assertEquals(List.of(), side.say("item,18446744073709551614," + ONE, "seal"));
    Failure infinite =
        assertThrows(
            Failure.class, () -> new Side(Map.of()).say("item,18446744073709551615," + ONE));
    assertTrue(infinite.getMessage().startsWith("line 1: "), infinite.getMessage());
  }

  @Test
  void whatIsNoLineEndsIt() throws Failure {
    for (String line : List.of("items", "item,5", "item,5,11", "item,x," + ONE, "msg,61")) {
      assertThrows(Failure.class, () -> new Side(Map.of()).say(line), line);
    }
    side.say("seal");
    Failure failure = assertThrows(Failure.class, () -> side.say("", "msg,5f"));
    assertEquals("line 3: RECONCILE_VERSION_WRONG (reconcile-1)", failure.getMessage());
  }

  @Test
  void theEnvironmentSetsLimitAndClosing() throws Failure {
    assertEquals(0, NegentropyCommand.caps(Map.of()).frameBytesMax());
    assertEquals(0, NegentropyCommand.caps(Map.of("FRAMESIZELIMIT", "0")).frameBytesMax());
    var caps = NegentropyCommand.caps(Map.of("FRAMESIZELIMIT", "4096", "NEGENTROPY_COMPAT", "1"));
    assertEquals(4096, caps.frameBytesMax());
    assertTrue(caps.compat());
    assertThrows(Failure.class, () -> NegentropyCommand.caps(Map.of("FRAMESIZELIMIT", "4095")));
  }
}
