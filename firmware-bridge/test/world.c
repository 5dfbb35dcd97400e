#include "world.h"

#include <string.h>
#include <time.h>

#include "bridge_assert.h"
#include "bytes.h"
#include "cobs.h"
#include "crc32c.h"

const char *world_case;
uint8_t world_body[FRAME_PAYLOAD_BYTES_MAX];
uint32_t world_body_size;

static uint64_t seed;
static uint64_t state;

static void draw_seed(void) {
  if (seed == 0) {
    const char *given = getenv("SEED");
    seed = given != NULL && *given != '\0' ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    state = seed * 0x9e3779b97f4a7c15u + 1u;
  }
}

uint32_t world_random(void) {
  draw_seed();
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 24);
}

uint32_t world_below(uint32_t bound) { return world_random() % bound; }

_Noreturn void world_failed(const char *file, int line, const char *what) {
  draw_seed();
  printf("seed=%llu rerun: SEED=%llu make -C firmware-bridge test\n", (unsigned long long)seed,
         (unsigned long long)seed);
  printf("%s:%d: %s: %s\n", file, line, world_case == NULL ? "" : world_case, what);
  exit(EXIT_FAILURE);
}

_Noreturn void bridge_assert_failed(const char *file, uint32_t line) { world_failed(file, (int)line, "assertion"); }

static void append(queue *line, const uint8_t *buf, uint32_t buf_size) {
  if (line->in + buf_size > WORLD_QUEUE_BYTES) {
    line->in -= line->out;
    memmove(line->bytes, line->bytes + line->out, line->in);
    line->out = 0;
  }
  CHECK(line->in + buf_size <= WORLD_QUEUE_BYTES);
  memcpy(line->bytes + line->in, buf, buf_size);
  line->in += buf_size;
}

static uint32_t now_ms(void *context) { return ((struct world *)context)->now_ms; }

static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  queue *line = &((struct world *)context)->to_bridge[port];
  uint32_t size = line->in - line->out < buf_size ? line->in - line->out : buf_size;
  memcpy(buf, line->bytes + line->out, size);
  line->out += size;
  if (line->out == line->in) {
    line->in = line->out = 0;
  }
  return size;
}

static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  struct world *world = context;
  queue *line = &world->from_bridge[port];
  uint32_t size = buf_size < world->room[port] ? buf_size : world->room[port];
  if (world->absent[port]) {
    return 0;
  }
  append(line, buf, size);
  world->room[port] -= world->room[port] == UINT32_MAX ? 0 : size;
  return size;
}

static bool present(void *context, uint8_t port) { return !((struct world *)context)->absent[port]; }

static bridge_losses take_losses(void *context, uint8_t port) {
  (void)port;
  bridge_losses losses = ((struct world *)context)->losses;
  ((struct world *)context)->losses = (bridge_losses){0, 0};
  return losses;
}

static uint32_t set_line(void *context, uint8_t port, const bridge_line *line) {
  ((struct world *)context)->set[port] = *line;
  return line->baud;
}

static void load(void *context, uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  memcpy(block, ((struct world *)context)->slots[slot], BRIDGE_SETTINGS_BYTES);
}

static bool store(void *context, uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  struct world *world = context;
  if (world->flash_refuses) {
    return false;
  }
  memcpy(world->slots[slot], block, BRIDGE_SETTINGS_BYTES);
  return true;
}

static void light(void *context, bool on) { ((struct world *)context)->light = on; }

static void restart(void *context, bool boot_drive) {
  struct world *world = context;
  world->restarts++;
  world->boot_drives += boot_drive ? 1 : 0;
}

void world_restart(struct world *world) {
  bridge_init(&world->bridge, &world->board, &world->hal, world->memory, sizeof world->memory);
}

struct world *world_new(void) {
  struct world *world = calloc(1, sizeof *world);
  CHECK(world != NULL);
  world_reset(world);
  return world;
}

void world_reset(struct world *world) {
  for (uint32_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    world->to_bridge[port].in = world->to_bridge[port].out = 0;
    world->from_bridge[port].in = world->from_bridge[port].out = 0;
    world->absent[port] = false;
  }
  world->flash_refuses = false;
  world->losses = (bridge_losses){0, 0};
  world->restarts = world->boot_drives = 0;
  memset(world->fault, 0, sizeof world->fault);
  world->hal =
      (bridge_hal){world, now_ms, read_port, write_port, present, take_losses, set_line, load, store, light, restart};
  world->board = (bridge_board){.board = 4,
                                .version = {0, 1, 0},
                                .build = 0xa1b2c3d4u,
                                .unique_id = {1, 2, 3, 4, 5, 6, 7, 8},
                                .ports = 7,
                                .starts = 1,
                                .fault = world->fault};
  memset(world->slots, 0xff, sizeof world->slots);
  memset(world->room, 0xff, sizeof world->room);
  world->now_ms = 10000;
  world_restart(world);
  world_settle(world);
  frame_view notice;
  CHECK(world_frame(world, 0, &notice) && notice.port == BRIDGE_CONTROL_PORT && notice.payload[0] == 64);
  memset(world->bridge.ports[0].counts, 0, sizeof world->bridge.ports[0].counts);
}

void world_put(struct world *world, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  append(&world->to_bridge[port], buf, buf_size);
}

void world_put_raw(struct world *world, uint8_t port, const uint8_t *frame, uint32_t frame_size) {
  uint8_t raw[FRAME_BYTES_MAX];
  uint8_t line[FRAME_LINE_BYTES_MAX];
  CHECK(frame_size + FRAME_CHECKSUM_BYTES <= sizeof raw);
  memcpy(raw, frame, frame_size);
  write_u32(raw + frame_size, crc32c(raw, frame_size));
  int32_t size = cobs_encode(raw, frame_size + FRAME_CHECKSUM_BYTES, line, sizeof line);
  CHECK(size > 0);
  line[size] = 0;
  world_put(world, port, line, (uint32_t)size + 1u);
}

uint32_t world_take(struct world *world, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  queue *line = &world->from_bridge[port];
  uint32_t size = line->in - line->out < buf_size ? line->in - line->out : buf_size;
  memcpy(buf, line->bytes + line->out, size);
  line->out += size;
  if (line->out == line->in) {
    line->in = line->out = 0;
  }
  return size;
}

void world_settle(struct world *world) {
  while (bridge_step(&world->bridge)) {
  }
}

static uint32_t on_line(uint8_t *out, const frame_view *view) {
  uint8_t raw[FRAME_BYTES_MAX];
  int32_t raw_size = frame_write(view, raw, sizeof raw);
  CHECK(raw_size > 0);
  int32_t size = cobs_encode(raw, (uint32_t)raw_size, out, FRAME_LINE_BYTES_MAX);
  CHECK(size > 0);
  out[size] = 0;
  return (uint32_t)size + 1u;
}

uint32_t world_data(uint8_t *out, uint8_t port, uint16_t seq, uint8_t fill, uint16_t payload_size) {
  uint8_t payload[FRAME_PAYLOAD_BYTES_MAX];
  memset(payload, fill, payload_size);
  frame_view view = {.type = FRAME_DATA, .port = port, .seq = seq, .payload = payload, .payload_size = payload_size};
  return on_line(out, &view);
}

uint32_t world_request(uint8_t *out, uint16_t tag, const uint8_t *message, uint16_t message_size) {
  frame_view view = {
      .type = FRAME_DATA, .port = BRIDGE_CONTROL_PORT, .tag = tag, .payload = message, .payload_size = message_size};
  return on_line(out, &view);
}

bool world_frame(struct world *world, uint8_t port, frame_view *view) {
  static line_reader reader;
  line_reader_init(&reader);
  uint8_t byte;
  while (world_take(world, port, &byte, 1) == 1) {
    int32_t result;
    (void)line_reader_take(&reader, &byte, 1, &result, view);
    CHECK(result >= 0);
    if (result > 0) {
      return true;
    }
  }
  return false;
}

int world_ask(struct world *world, uint8_t port, const uint8_t *message, uint16_t message_size) {
  uint8_t line[FRAME_LINE_BYTES_MAX];
  uint32_t size = world_request(line, 77, message, message_size);
  world_put(world, port, line, size);
  world_settle(world);
  frame_view view;
  while (world_frame(world, port, &view)) {
    if (view.port == BRIDGE_CONTROL_PORT && view.tag == 77) {
      CHECK(view.payload_size >= 2 && view.payload[0] == (message[0] | 0x80));
      world_body_size = view.payload_size - 2u;
      memcpy(world_body, view.payload + 2, world_body_size);
      return view.payload[1];
    }
  }
  return -1;
}

uint32_t world_count(const struct world *world, uint8_t port, bridge_count what) {
  return world->bridge.ports[port].counts[what];
}
