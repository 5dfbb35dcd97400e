package dev.latticenano.relay.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a relay, and what becomes of them when it ends. */
@Timeout(60)
@SuppressWarnings("try") // A door only stands there.
class ControlDoorTest {
  @TempDir Path root;

  @Test
  void answersALineAndSaysWhyNot() throws Exception {
    ControlDoor.Answers answers =
        question -> {
          if (question.equals("no")) {
            throw new Failure(Failure.BAD_INPUT, "there is none");
          }
          return "\"" + question + "\"";
        };
    assertNull(ControlCall.ask(root, "yes"));
    try (ControlDoor door = ControlDoor.open(root, answers)) {
      assertEquals("\"yes\"", ControlCall.ask(root, "yes"));
      Failure no = assertThrows(Failure.class, () -> ControlCall.ask(root, "no"));
      assertEquals(Failure.BAD_INPUT, no.exitCode());
      assertEquals("there is none", no.getMessage());
    }
    assertNull(ControlCall.ask(root, "yes"));
  }

  @Test
  void saysThatTheRelayEndedBeforeItAnswered() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    ControlDoor.Answers answers =
        question -> {
          asked.countDown();
          never.await();
          return "";
        };
    ControlDoor door = ControlDoor.open(root, answers);
    FutureTask<String> asking = new FutureTask<>(() -> ControlCall.ask(root, "status"));
    new Thread(asking, "asking").start();
    asked.await();
    door.close();
    Exception ended = assertThrows(Exception.class, asking::get);
    Failure why = (Failure) ended.getCause();
    assertEquals(Failure.FAILED, why.exitCode());
    assertEquals(
        "the relay at " + root.resolve("control") + " ended before it answered; ask again",
        why.getMessage());
  }
}
