package dev.latticenano.rules;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Nothing sleeps: a thread waits for a frame, a task or the next deadline, and the core for
 * nothing. Who may let time pass stands here with the reason; whoever does not any more is to be
 * struck off.
 */
@AnalyzeClasses(packages = "dev.latticenano", importOptions = ArchitectureTest.MainOnly.class)
final class WaitingTest {
  private static final Map<String, String> MAY_WAIT =
      Map.ofEntries(
          entry("edge.Caller", "before a place that cannot be reached is called again"),
          entry(
              "edge.Nearby",
              "before this machine's networks are looked at again, or until stopped"),
          entry(
              "edge.NodeLoop",
              "until a frame, a task or the node's next deadline: whichever is first"),
          entry(
              "edge.Outgoing",
              "until there is something to say over a link, or a sign of life is due"),
          entry("edge.Server", "before a port that failed is opened again, or until stopped"),
          entry("edge.SerialKeeper", "before a line that failed is opened again, or until stopped"),
          entry("host.cli.Stopping", "for the loop to end when the process is told to"),
          entry(
              "host.text.Terminal", "another program may take so long to tell how wide a line is"),
          entry("link.LoopbackLink", "for a frame, or for room, as long as the caller says"),
          entry("link.PtyLine", "a line in memory has the speed of a real one"),
          entry("link.Trunk", "until a bridge answers, or is asked again"),
          entry("link.SerialLink", "until the line's next deadline, or its peer's answer"),
          entry("link.DeviceLock", "until another owner gives the device back, or time is up"));

  private static final Set<String> WAITING =
      Set.of(
          "sleep",
          "parkNanos",
          "parkUntil",
          "wait",
          "join",
          "await",
          "awaitNanos",
          "awaitUntil",
          "awaitTermination",
          "poll",
          "offer",
          "get",
          "exchange",
          "tryAcquire",
          "tryLock",
          "tryTransfer",
          "waitFor",
          "orTimeout",
          "completeOnTimeout",
          "schedule",
          "scheduleAtFixedRate",
          "scheduleWithFixedDelay");

  @ArchTest
  static void timePassesOnlyWhereItIsSaidWhy(JavaClasses classes) {
    Map<String, String> found = new TreeMap<>();
    for (JavaClass each : classes) {
      for (JavaMethodCall call : each.getMethodCallsFromSelf()) {
        if (letsTimePass(call)) {
          String name = each.getName().substring("dev.latticenano.".length());
          name = name.replaceAll("\\$.*", "");
          found.put(name, MAY_WAIT.getOrDefault(name, "not allowed: " + call.getDescription()));
        }
      }
    }
    assertEquals(new TreeMap<>(MAY_WAIT), found);
  }

  /** True for the methods of the platform that return because time has passed. */
  private static boolean letsTimePass(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    boolean ofPlatform =
        owner.startsWith("java.util.concurrent.")
            || owner.startsWith("java.util.Timer")
            || Set.of("java.lang.Thread", "java.lang.Object", "java.lang.Process").contains(owner)
            || call.getTarget().getName().equals("wait");
    boolean timed =
        call.getTarget().getRawParameterTypes().stream()
            .map(JavaClass::getName)
            .anyMatch(Set.of("long", "java.util.Date", "java.time.Duration")::contains);
    return ofPlatform && timed && WAITING.contains(call.getTarget().getName());
  }
}
