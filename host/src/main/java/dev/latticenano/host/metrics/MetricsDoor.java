package dev.latticenano.host.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} with the figures published last. One thread, one question at a time,
 * and a few seconds for each.
 */
public final class MetricsDoor implements AutoCloseable {
  private static final String PATH = "/metrics";
  private static final int WAITING_MAX = 8;
  private static final String SECONDS = "5";

  private final HttpServer server;
  private final ExecutorService thread;
  private volatile Supplier<byte[]> figures;

  private MetricsDoor(HttpServer server) {
    this.server = server;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "metrics");
              made.setDaemon(true);
              return made;
            });
    server.setExecutor(thread);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Listens at an address; port 0 is any free one.
   *
   * @throws Failure the address cannot be had
   */
  public static MetricsDoor bind(String host, int port) throws Failure {
    // Read by the JDK when the first server is made: a peer that stalls is hung up on.
    System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
    System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      return new MetricsDoor(HttpServer.create(address, WAITING_MAX));
    } catch (UnknownHostException e) {
      throw new Failure(Failure.LINK, "no host is called " + host, e);
    } catch (IOException e) {
      String place = host + ":" + port;
      throw new Failure(
          Failure.LINK, "cannot listen for metrics at " + place + ": " + Reason.of(e), e);
    }
  }

  /** The port in use. */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * From now on this is the answer, made when somebody asks, in Prometheus' text form; from any
   * thread. What it reads is immutable: it is called on this door's thread.
   */
  public void publish(Supplier<byte[]> newFigures) {
    figures = newFigures;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Supplier<byte[]> now = figures;
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        refuse(exchange, 404, "the figures are at " + PATH);
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(exchange, 405, "the figures can only be read");
      } else if (now == null) {
        refuse(exchange, 503, "the program is only starting");
      } else {
        reply(exchange, 200, PrometheusTextFormatWriter.CONTENT_TYPE, now.get());
      }
    }
  }

  private static void refuse(HttpExchange exchange, int status, String sentence)
      throws IOException {
    byte[] text = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    reply(exchange, status, "text/plain; charset=utf-8", text);
  }

  private static void reply(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
