package dev.latticenano.relay.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that leave a loop. */
@Timeout(60)
class DialsTest {
  private static final String HERE = "127.0.0.1";

  /** What became of a call: the link's number, or why there is none. */
  private static CompletableFuture<Object> call(Echo from, int port) throws Exception {
    CompletableFuture<Object> end = new CompletableFuture<>();
    Dialed owner =
        new Dialed() {
          @Override
          public void connected(int link) {
            from.up(link);
            end.complete(link);
          }

          @Override
          public void failed(String why) {
            end.complete(why);
          }
        };
    from.loop()
        .post(
            () -> {
              try {
                from.loop().dials().call(new InetSocketAddress(HERE, port), owner);
              } catch (java.io.IOException e) {
                end.complete(e.getMessage());
              }
            });
    return end;
  }

  @Test
  void whoIsCalledTakesNoStrangersPlaceAndMustProveItselfInTime() throws Exception {
    NetLimits.Times times = new NetLimits.Times(300, 20_000, 60_000, 30_000);
    NetLimits one = NetLimits.USUAL.with(new NetLimits.Room(10, 10, 1, 1 << 20)).with(times);
    try (ServerSocket silent = new ServerSocket(0);
        Echo echo = new Echo(one)) {
      Object link = call(echo, silent.getLocalPort()).get(20, TimeUnit.SECONDS);
      assertEquals(0, link);
      assertEquals(0, echo.ask(() -> echo.loop().strangers()));
      assertEquals(1, echo.ask(() -> echo.loop().links()));
      assertEquals(Ending.UNPROVEN, echo.ending());
      assertEquals(0, echo.ask(() -> echo.loop().strangers()));
      assertEquals(0, echo.ask(() -> echo.loop().links()));
    }
  }

  @Test
  void aClosedPortIsSaidToBeClosed() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    try (Echo echo = new Echo(NetLimits.USUAL)) {
      String why = call(echo, port).get(20, TimeUnit.SECONDS).toString();
      assertTrue(why.contains("refused"), why);
    }
  }
}
