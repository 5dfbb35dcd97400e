package dev.latticenano.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What ends the program is told in one sentence. */
class InvocationTest {
  private static final Invocation LATTICE = new Invocation("lattice");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aMediumThatFailsUnderTheIndexIsTheDisksFault() {
    assertEquals(Failure.DISK, LATTICE.ended(new InternalError("a fault occurred"), err));
    assertTrue(said().contains("the disk failed under the index"), said());
    assertEquals(1, said().lines().count());
  }

  @Test
  void tooLittleMemoryIsToldWithAWayOut() {
    assertEquals(Failure.FAILED, LATTICE.ended(new OutOfMemoryError("Java heap space"), err));
    assertTrue(said().contains("LATTICE_JAVA_OPTS"), said());
    assertEquals(1, said().lines().count());
  }

  @Test
  void aWrongWordIsToldAsWhatItIs() {
    assertTrue(misused("nonsense").startsWith("lattice: there is no command nonsense\n"), said());
    assertTrue(misused("one", "x").startsWith("lattice: one word too many: x\n"), said());
    assertTrue(misused("one", "--x").startsWith("lattice: there is no option --x\n"), said());
    assertTrue(misused("two", "--x").startsWith("lattice: there is no option --x\n"), said());
    assertTrue(misused("two").startsWith("lattice: Missing required option: '--count="), said());
    String number = misused("one", "--count", "x");
    assertTrue(number.startsWith("lattice: Invalid value for option '--count': 'x' is no whole"));
  }

  private String misused(String... words) {
    said.reset();
    assertEquals(2, LATTICE.run(new Top(), words, err, err));
    return said();
  }

  @Command(
      name = "lattice",
      subcommands = {One.class, Two.class})
  private static final class Top {}

  @Command(name = "one")
  private static final class One {
    @Option(names = "--count")
    private int count;
  }

  @Command(name = "two")
  private static final class Two {
    @Option(names = "--count", required = true)
    private int count;
  }

  @Test
  void aDefectSaysWhereItIs() {
    assertEquals(Failure.FAILED, LATTICE.ended(new AssertionError("no row"), err));
    assertTrue(said().contains("a defect of this program"), said());
    assertTrue(said().contains("InvocationTest"), said());
    assertEquals(1, said().lines().count());
  }
}
