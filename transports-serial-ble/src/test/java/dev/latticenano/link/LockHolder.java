package dev.latticenano.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another program that takes and gives back the lock of a device when it is told to. */
final class LockHolder implements AutoCloseable {
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;

  LockHolder(Path device) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                device.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers = reader(process.getInputStream());
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** Has it try to take the lock at once; what it answers: {@code held} or {@code refused}. */
  String take() throws IOException {
    orders.println("take");
    return answers.readLine();
  }

  void giveBack() {
    orders.println("give");
  }

  @Override
  public void close() throws IOException {
    orders.close();
    answers.close();
    process.destroy();
  }

  public static void main(String[] args) throws Exception {
    BufferedReader in = reader(System.in);
    DeviceLock lock = null;
    for (String order = in.readLine(); order != null; order = in.readLine()) {
      if (order.equals("take")) {
        try {
          lock = DeviceLock.take("device", Path.of(args[0]), 0);
          System.out.println("held");
        } catch (LinkException e) {
          System.out.println("refused");
        }
      } else {
        lock.close();
      }
    }
  }
}
