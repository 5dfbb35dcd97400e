/* Two bridges back to back over simulated lines: node, bridge, wire, bridge, node, on a clock of microseconds. Lines
   move so many bytes a second, flip bits and drop them; bridges restart in the middle. The ends send frames with a
   window and repeat what is not acknowledged, as little as it takes. */
#include <string.h>

#include "end.h"
#include "world.h"

enum { STEP_US = 20, USB_BYTES_PER_S = 800000 };

struct wire {
  uint32_t bytes_per_s;
  uint32_t flips_per_million; /* of bytes */
  uint64_t credit;            /* byte-microseconds, 1e6 is one byte */
};

struct lines {
  struct world *bridges[2];
  struct end ends[2];
  struct wire usb[2][2]; /* by side, to and from the bridge */
  struct wire middle[2];
  uint64_t now_us;
};

/* How many bytes a wire moves in one step. */
static uint32_t allowance(struct wire *wire) {
  wire->credit += (uint64_t)wire->bytes_per_s * STEP_US;
  uint32_t bytes = (uint32_t)(wire->credit / 1000000u);
  wire->credit %= 1000000u;
  return bytes;
}

static void flip(const struct wire *wire, uint8_t *buf, uint32_t buf_size) {
  for (uint32_t i = 0; i < buf_size; i++) {
    if (wire->flips_per_million > 0 && world_below(1000000) < wire->flips_per_million) {
      buf[i] ^= (uint8_t)(1u << world_below(8));
    }
  }
}

static void usb_step(struct lines *lines, int side) {
  struct end *end = &lines->ends[side];
  uint8_t buf[512];
  uint32_t size = allowance(&lines->usb[side][0]);
  size = end_take(end, buf, size < sizeof buf ? size : sizeof buf);
  world_put(lines->bridges[side], 0, buf, size);
  size = allowance(&lines->usb[side][1]);
  size = world_take(lines->bridges[side], 0, buf, size < sizeof buf ? size : sizeof buf);
  end_step(end, lines->now_us, buf, size);
}

static void wire_step(struct lines *lines, int from) {
  uint8_t buf[512];
  uint32_t size = allowance(&lines->middle[from]);
  struct world *sender = lines->bridges[from];
  size = world_take(sender, 1, buf, size < sizeof buf ? size : sizeof buf);
  flip(&lines->middle[from], buf, size);
  world_put(lines->bridges[1 - from], 1, buf, size);
  sender->room[1] = 32 - (sender->from_bridge[1].in - sender->from_bridge[1].out); /* the UART's own queue */
}

static void step(struct lines *lines) {
  lines->now_us += STEP_US;
  for (int side = 0; side < 2; side++) {
    lines->bridges[side]->now_ms = (uint32_t)(lines->now_us / 1000u);
    usb_step(lines, side);
    wire_step(lines, side);
    (void)bridge_step(&lines->bridges[side]->bridge);
  }
}

static struct lines *lines_new(uint32_t middle_bytes_per_s, uint32_t flips_per_million, uint16_t forth, uint16_t back) {
  struct lines *all = calloc(1, sizeof *all);
  CHECK(all != NULL);
  uint64_t wait_us = 100000u + 4000000ull * BRIDGE_WINDOW_FRAMES * END_FRAME_BYTES / middle_bytes_per_s;
  for (int side = 0; side < 2; side++) {
    all->bridges[side] = world_new();
    all->bridges[side]->room[1] = 32;
    end_init(&all->ends[side], 1, side == 0 ? forth : back, BRIDGE_WINDOW_FRAMES, wait_us);
    all->usb[side][0] = all->usb[side][1] = (struct wire){USB_BYTES_PER_S, 0, 0};
    all->middle[side] = (struct wire){middle_bytes_per_s, flips_per_million, 0};
  }
  return all;
}

static bool is_done(const struct lines *lines) {
  return lines->ends[1].received == lines->ends[0].total && lines->ends[0].received == lines->ends[1].total;
}

static void lines_free(struct lines *lines) {
  free(lines->bridges[0]);
  free(lines->bridges[1]);
  free(lines);
}

static void run(struct lines *lines, uint64_t most_us) {
  while (!is_done(lines)) {
    CHECK(lines->now_us < most_us);
    step(lines);
  }
}

static void a_clean_line_of_3_mbaud_is_used_whole(void) {
  struct lines *lines = lines_new(300000, 0, 2000, 0);
  run(lines, 20000000);
  double share = 2000.0 * (END_FRAME_BYTES + 13 + 3 + 1) / ((double)lines->ends[1].last_us / 1e6) / 300000.0;
  printf("3 Mbaud, USB to UART through two bridges: %.3f of the line\n", share);
  CHECK(share >= 0.97);
  for (uint8_t port = 0; port < 2; port++) {
    CHECK(world_count(lines->bridges[0], port, COUNT_NO_ROOM) == 0);
    CHECK(world_count(lines->bridges[1], port, COUNT_NO_ROOM) == 0);
  }
  lines_free(lines);
}

static void an_idle_bridge_adds_a_frame_time_and_a_step_or_two(void) {
  struct lines *lines = lines_new(300000, 0, 1, 0);
  uint64_t start_us = lines->now_us;
  run(lines, 1000000);
  uint32_t bytes = END_FRAME_BYTES + 13 + 3 + 1;
  double usb_us = bytes * 1e6 / USB_BYTES_PER_S;
  double uart_us = bytes * 1e6 / 300000;
  double added_us = (double)(lines->ends[1].last_us - start_us) - 2 * usb_us - uart_us;
  printf("latency that two idle bridges add to the three lines: %.0f us; a frame time is %.0f us\n", added_us, uart_us);
  CHECK(added_us / 2 <= uart_us + 1000);
  lines_free(lines);
}

static void both_ways_at_once_lose_nothing(void) {
  struct lines *lines = lines_new(11520, 0, 100, 100);
  run(lines, 60000000);
  for (uint8_t port = 0; port < 2; port++) {
    CHECK(world_count(lines->bridges[0], port, COUNT_NO_ROOM) == 0);
    CHECK(world_count(lines->bridges[1], port, COUNT_NO_ROOM) == 0);
  }
  lines_free(lines);
}

static void everything_arrives_over_a_line_that_flips_bits(void) {
  struct lines *lines = lines_new(300000, 300, 400, 300);
  run(lines, 120000000);
  uint32_t broken = 0;
  for (int side = 0; side < 2; side++) {
    for (int what = COUNT_BAD_STUFFING; what <= COUNT_BAD_PAYLOAD; what++) {
      broken += world_count(lines->bridges[side], 1, (bridge_count)what);
    }
  }
  CHECK(broken > 10);
  lines_free(lines);
}

static void everything_arrives_though_bridges_restart(void) {
  struct lines *lines = lines_new(300000, 100, 400, 400);
  for (int restarts = 0; restarts < 20 && !is_done(lines); restarts++) {
    for (int i = 0; i < 2000 && !is_done(lines); i++) {
      step(lines);
    }
    struct world *world = lines->bridges[restarts % 2];
    world->from_bridge[1].out = world->from_bridge[1].in = 0;
    world_restart(world);
  }
  run(lines, 120000000);
  lines_free(lines);
}

int main(void) {
  a_clean_line_of_3_mbaud_is_used_whole();
  an_idle_bridge_adds_a_frame_time_and_a_step_or_two();
  both_ways_at_once_lose_nothing();
  everything_arrives_over_a_line_that_flips_bits();
  everything_arrives_though_bridges_restart();
  printf("lines: 5 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
