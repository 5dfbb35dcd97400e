/* Benchmark: the bridge as a program of this machine between real pseudo-terminals, on a line of 3 000 000 baud, beside
   that line without a bridge: pty_bench BRIDGE_HOST [SECONDS]. A wire of this program stands between the bridge's UART
   and the far end: it takes bytes no faster than the rate and delivers each piece when its last bit would have come. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "bytes.h"
#include "end.h"
#include "world.h"

enum { BAUD = 3000000, BITS_PER_BYTE = 10, PIECE_BYTES = 60, PTYS = 3, PINGS = 300, PING_GAP_US = 5000 };
enum { FRAME_LINE = END_FRAME_BYTES + FRAME_HEADER_BYTES + FRAME_ACKED_BYTES + FRAME_CHECKSUM_BYTES + 3 + 1 };
static const double BYTE_NS = 1e9 * BITS_PER_BYTE / BAUD;
static const uint64_t MOST_US = 60000000u;

/* One way of the wire: at most one piece is under way. */
struct way {
  uint8_t piece[PIECE_BYTES];
  uint32_t size;
  double free_ns;  /* when its last bit has come */
  uint64_t bytes;  /* that came after the first piece */
  double first_ns; /* when that came */
};

/* A node, maybe a bridge, the wire, a far end. */
struct setup {
  pid_t bridge; /* 0: none */
  char folder[32];
  int node;           /* the node's device: a pseudo-terminal */
  int near;           /* the wire's device on this side: the far side of the bridge's UART or of the node's terminal */
  struct way ways[2]; /* to the far end; from there */
  struct end ends[2]; /* node, far end */
  uint64_t received_us[2]; /* the last frame that came, by end */
};

static uint64_t now_ns(void) {
  struct timespec now;
  CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int open_raw(const char *path) {
  int device = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
  struct termios settings;
  CHECK(device >= 0 && tcgetattr(device, &settings) == 0);
  cfmakeraw(&settings);
  CHECK(tcsetattr(device, TCSANOW, &settings) == 0);
  return device;
}

static void path_of(const struct setup *setup, int number, char out[64]) {
  (void)snprintf(out, 64, "%s/%d", setup->folder, number);
}

static void start_bridge(struct setup *setup, const char *program) {
  char place[PTYS][80];
  char path[64];
  int told[2];
  CHECK(pipe(told) == 0);
  for (int i = 0; i < PTYS; i++) {
    path_of(setup, i, path);
    (void)snprintf(place[i], sizeof place[i], "pty:%s", path);
  }
  setup->bridge = fork();
  CHECK(setup->bridge >= 0);
  if (setup->bridge == 0) {
    (void)dup2(told[1], STDOUT_FILENO);
    (void)execl(program, program, place[0], place[1], place[2], (char *)NULL);
    _exit(127);
  }
  char up[3];
  CHECK(read(told[0], up, sizeof up) == (ssize_t)sizeof up && memcmp(up, "up\n", sizeof up) == 0);
  (void)close(told[0]);
  (void)close(told[1]);
  path_of(setup, 0, path);
  setup->node = open_raw(path);
  path_of(setup, 1, path);
  setup->near = open_raw(path);
}

static void start_terminal(struct setup *setup) {
  setup->near = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  CHECK(setup->near >= 0 && grantpt(setup->near) == 0 && unlockpt(setup->near) == 0);
  setup->node = open_raw(ptsname(setup->near));
}

static void write_whole(int device, const uint8_t *buf, uint32_t buf_size) {
  uint64_t until_ns = now_ns() + 5000000000u;
  for (uint32_t at = 0; at < buf_size;) {
    ssize_t size = write(device, buf + at, buf_size - at);
    at += size > 0 ? (uint32_t)size : 0;
    CHECK(now_ns() < until_ns);
  }
}

/* Asks the bridge for the rate of its UART, and waits until it has said yes. */
static void set_rate(struct setup *setup) {
  uint8_t message[9] = {3, 1, 0, 0, 0, 0, 8, 0, 1};
  write_u32(message + 2, BAUD);
  uint8_t line[FRAME_LINE_BYTES_MAX];
  write_whole(setup->node, line, world_request(line, 7, message, sizeof message));
  line_reader reader;
  line_reader_init(&reader);
  uint64_t until_ns = now_ns() + 5000000000u;
  for (;;) {
    uint8_t byte;
    int32_t result = 0;
    frame_view view;
    CHECK(now_ns() < until_ns);
    if (read(setup->node, &byte, 1) == 1) {
      (void)line_reader_take(&reader, &byte, 1, &result, &view);
    }
    if (result > 0 && view.port == BRIDGE_CONTROL_PORT && view.tag == 7) {
      CHECK(view.payload[1] == 0 && read_u32(view.payload + 2) == BAUD);
      return;
    }
  }
}

static void start(struct setup *setup, const char *program) {
  memset(setup, 0, sizeof *setup);
  strcpy(setup->folder, "/tmp/bridge.XXXXXX");
  CHECK(mkdtemp(setup->folder) != NULL);
  if (program == NULL) {
    start_terminal(setup);
  } else {
    start_bridge(setup, program);
    set_rate(setup);
  }
}

static void stop(struct setup *setup) {
  (void)close(setup->node);
  (void)close(setup->near);
  if (setup->bridge > 0) {
    (void)kill(setup->bridge, SIGTERM);
    (void)waitpid(setup->bridge, NULL, 0);
  }
  (void)rmdir(setup->folder);
}

/* Frames to send; port fields as the bridge wants them. */
static void give(struct setup *setup, uint16_t forth, uint16_t back) {
  memset(setup->ways, 0, sizeof setup->ways);
  memset(setup->received_us, 0, sizeof setup->received_us);
  end_init(&setup->ends[0], setup->bridge > 0 ? 1 : 0, forth, BRIDGE_WINDOW_FRAMES, 500000);
  end_init(&setup->ends[1], 0, back, BRIDGE_WINDOW_FRAMES, 500000);
}

static void into_end(struct setup *setup, int which, const uint8_t *buf, uint32_t buf_size) {
  end_step(&setup->ends[which], now_ns() / 1000u, buf, buf_size);
  setup->received_us[which] = setup->ends[which].last_us;
}

/* Takes a piece when the line is free; 0 when there is none. */
static uint32_t take_piece(struct setup *setup, int way, uint8_t buf[PIECE_BYTES]) {
  if (way == 1) {
    into_end(setup, 1, NULL, 0);
    return end_take(&setup->ends[1], buf, PIECE_BYTES);
  }
  ssize_t size = read(setup->near, buf, PIECE_BYTES);
  return size > 0 ? (uint32_t)size : 0;
}

/* Moves what is due on one way of the wire. */
static void wire_step(struct setup *setup, int which) {
  struct way *way = &setup->ways[which];
  double now = (double)now_ns();
  while (way->size == 0 || now >= way->free_ns) {
    way->bytes += way->first_ns > 0 ? way->size : 0;
    way->first_ns = way->first_ns == 0 && way->size > 0 ? way->free_ns : way->first_ns;
    if (way->size > 0 && which == 0) {
      into_end(setup, 1, way->piece, way->size);
    } else if (way->size > 0) {
      write_whole(setup->near, way->piece, way->size);
    }
    bool waited = way->size == 0;
    way->size = take_piece(setup, which, way->piece);
    if (way->size == 0) {
      return;
    }
    way->free_ns = (waited && way->free_ns < now ? now : way->free_ns) + way->size * BYTE_NS;
  }
}

static void node_step(struct setup *setup) {
  uint8_t buf[4096];
  ssize_t size = read(setup->node, buf, sizeof buf);
  into_end(setup, 0, buf, size > 0 ? (uint32_t)size : 0);
  struct end *node = &setup->ends[0];
  size = node->out_size == 0 ? 0 : write(setup->node, node->out, node->out_size);
  (void)end_take(node, buf, size > 0 ? (uint32_t)size : 0);
}

static void wait_for_something(struct setup *setup) {
  double now = (double)now_ns();
  double until_ns = now + 1e6;
  bool busy = setup->ways[0].size > 0;
  for (int i = 0; i < 2; i++) {
    if (setup->ways[i].size > 0 && setup->ways[i].free_ns < until_ns) {
      until_ns = setup->ways[i].free_ns;
    }
  }
  if (setup->ends[0].out_size > 0 && until_ns > now + 1e5) {
    until_ns = now + 1e5; /* the terminal was full */
  }
  struct pollfd waits[] = {{setup->node, POLLIN, 0}, {busy ? -1 : setup->near, POLLIN, 0}};
  struct timespec left = {0, until_ns > now ? (long)(until_ns - now) : 0};
  (void)ppoll(waits, 2, &left, NULL);
}

static bool is_done(const struct setup *setup) {
  return setup->ends[1].received == setup->ends[0].total && setup->ends[0].received == setup->ends[1].total;
}

static void run(struct setup *setup) {
  uint64_t start_ns = now_ns();
  for (;;) {
    node_step(setup);
    into_end(setup, 1, NULL, 0);
    wire_step(setup, 0);
    wire_step(setup, 1);
    if (is_done(setup)) {
      return;
    }
    CHECK((now_ns() - start_ns) / 1000u < MOST_US);
    wait_for_something(setup);
  }
}

/* The share of one way of the line that bytes fill from the first that came to the last frame. */
static double share(const struct setup *setup, int way) {
  double took_ns = (double)setup->received_us[1 - way] * 1e3 - setup->ways[way].first_ns;
  return (double)setup->ways[way].bytes * BYTE_NS / took_ns;
}

static void measure_shares(const char *program, uint16_t frames, double out[4]) {
  static struct setup setup;
  for (int which = 0; which < 3; which++) {
    start(&setup, program);
    give(&setup, which == 1 ? 0 : frames, which == 0 ? 0 : frames);
    run(&setup);
    out[which] = share(&setup, which == 1 ? 1 : 0);
    if (which == 2) {
      out[3] = share(&setup, 1);
    }
    stop(&setup);
  }
}

static int rising(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* From a frame's being given to the sending end to the last byte's having come at the other, us: median and 95 %. */
static void measure_latency(const char *program, int to, int out[2]) {
  static struct setup setup;
  int took_us[PINGS];
  start(&setup, program);
  for (int i = 0; i < PINGS; i++) {
    struct timespec gap = {0, PING_GAP_US * 1000};
    (void)nanosleep(&gap, NULL);
    give(&setup, to == 1 ? 1 : 0, to == 0 ? 1 : 0);
    uint64_t start_us = now_ns() / 1000u;
    run(&setup);
    took_us[i] = (int)(setup.received_us[to] - start_us);
    uint8_t rest[64];
    uint64_t until_ns = now_ns() + 3000000u;
    while (now_ns() < until_ns) { /* its acknowledgement */
      (void)!read(setup.near, rest, sizeof rest);
      (void)!read(setup.node, rest, sizeof rest);
    }
  }
  stop(&setup);
  qsort(took_us, PINGS, sizeof took_us[0], rising);
  out[0] = took_us[PINGS / 2];
  out[1] = took_us[PINGS * 95 / 100];
}

int main(int argc, char **argv) {
  CHECK(argc >= 2);
  int seconds = argc > 2 ? atoi(argv[2]) : 5;
  uint16_t frames = (uint16_t)(seconds * (BAUD / BITS_PER_BYTE) / FRAME_LINE);
  static const char *const WAYS[] = {"node to far end", "far end to node", "both, to far end", "both, to node"};
  double without[4];
  double with[4];
  measure_shares(NULL, frames, without);
  measure_shares(argv[1], frames, with);
  printf("%d baud, %u frames of %d bytes, window %u\n", BAUD, frames, FRAME_LINE, BRIDGE_WINDOW_FRAMES);
  printf("%-18s %10s %10s %10s\n", "share of the line", "without", "bridge", "ratio");
  for (int i = 0; i < 4; i++) {
    printf("%-18s %10.4f %10.4f %10.4f\n", WAYS[i], without[i], with[i], with[i] / without[i]);
  }
  double frame_us = FRAME_LINE * BYTE_NS / 1e3;
  printf("latency of a frame, us; a frame time is %.0f\n", frame_us);
  for (int to = 1; to >= 0; to--) {
    int direct[2];
    int through[2];
    measure_latency(NULL, to, direct);
    measure_latency(argv[1], to, through);
    printf("%-18s %10d %10d added %d; of 95 in 100: %d, %d\n", WAYS[1 - to], direct[0], through[0],
           through[0] - direct[0], direct[1], through[1]);
  }
  return EXIT_SUCCESS;
}
