/* The ring in flash on a simulated one whose power fails in the middle of everything that is done to it: a page keeps
   any part of the bits that were to be cleared, an erased sector any mixture. Then what a bridge makes of it. */
#include <string.h>

#include "bytes.h"
#include "flash_ring.h"
#include "world.h"

enum { SECTORS_MAX = 16, FEW = 4, FRAMES_MAX = 20000, SCRIPT = 120, NEVER = -1 };

static struct simulated {
  bridge_flash flash;
  uint8_t bytes[SECTORS_MAX * BRIDGE_FLASH_SECTOR_BYTES];
  uint32_t erased[SECTORS_MAX]; /* times */
  int steps;                    /* programs and erases */
  int fails_at;                 /* at which of them power fails */
  bool off;
  uint32_t torn_sector; /* erased when power failed; SECTORS_MAX: none */
} chip;

static void read_flash(void *context, uint32_t at, uint8_t *buf, uint32_t buf_size) {
  (void)context;
  CHECK(at + buf_size <= sizeof chip.bytes);
  memcpy(buf, chip.bytes + at, buf_size);
}

/* Whether this step still has power; the one at which it fails has, in part. */
static bool has_power(bool *torn) {
  *torn = !chip.off && chip.steps == chip.fails_at;
  chip.steps++;
  bool had = !chip.off;
  chip.off = chip.off || *torn;
  return had;
}

static void program_flash(void *context, uint32_t at, const uint8_t page[BRIDGE_FLASH_PAGE_BYTES]) {
  (void)context;
  bool torn;
  CHECK(at % BRIDGE_FLASH_PAGE_BYTES == 0 && at < chip.flash.sectors * BRIDGE_FLASH_SECTOR_BYTES);
  if (!has_power(&torn)) {
    return;
  }
  uint32_t kept = world_below(3); /* nothing, some bits, most of them */
  for (uint32_t i = 0; i < BRIDGE_FLASH_PAGE_BYTES; i++) {
    uint8_t cleared = (uint8_t)~page[i];
    if (torn) {
      cleared &= (uint8_t)(kept == 0 ? 0 : kept == 1 ? world_random() : world_random() | world_random() | 0x55u);
    } else {
      CHECK(cleared == 0 || (chip.bytes[at + i] & cleared) == cleared); /* a bit is cleared once */
    }
    chip.bytes[at + i] &= (uint8_t)~cleared;
  }
}

static void erase_flash(void *context, uint32_t sector) {
  (void)context;
  bool torn;
  CHECK(sector < chip.flash.sectors);
  if (!has_power(&torn)) {
    return;
  }
  chip.erased[sector]++;
  chip.torn_sector = torn ? sector : SECTORS_MAX;
  uint8_t *bytes = chip.bytes + sector * BRIDGE_FLASH_SECTOR_BYTES;
  uint32_t done = torn ? world_below(BRIDGE_FLASH_SECTOR_BYTES) : BRIDGE_FLASH_SECTOR_BYTES;
  bool from_end = world_below(2) == 0;
  for (uint32_t i = 0; i < done; i++) {
    bytes[from_end ? BRIDGE_FLASH_SECTOR_BYTES - 1 - i : i] |= torn ? (uint8_t)world_random() | 0xa5u : 0xffu;
  }
}

static void new_chip(uint32_t sectors) {
  memset(&chip, 0, sizeof chip);
  memset(chip.bytes, 0xff, sizeof chip.bytes);
  chip.flash = (bridge_flash){NULL, sectors, read_flash, program_flash, erase_flash};
  chip.fails_at = NEVER;
  chip.torn_sector = SECTORS_MAX;
}

/* What was put, by number; what became of it. */
typedef enum fate { KEPT, DELIVERED, PUSHED_OUT, IN_DOUBT } fate;

static struct {
  struct flash_ring ring;
  struct lane lane;
  uint8_t memory[LANE_BYTES];
  fate fates[FRAMES_MAX];
  uint32_t put;
} model;

static uint32_t frame_of(uint32_t number, uint8_t out[FLASH_FRAME_BYTES_MAX]) {
  static const uint16_t SIZES[] = {4, 40, 236, 240, 241, 500, 1043, 1044};
  uint32_t size = SIZES[number * 7u % 8u];
  for (uint32_t i = 0; i < size; i++) {
    out[i] = (uint8_t)(number * 31u + i * 5u);
  }
  write_u32(out, number);
  return size;
}

static void start_ring(void) {
  flash_ring_init(&model.ring, &chip.flash);
  lane_init(&model.lane, model.memory);
}

/* Frames that were pushed out by port are the oldest that were kept. */
static void push_out(uint32_t count) {
  for (uint32_t i = 0; i < model.put && count > 0; i++) {
    if (model.fates[i] == KEPT || model.fates[i] == IN_DOUBT) {
      model.fates[i] = PUSHED_OUT;
      count--;
    }
  }
}

static void put_one(void) {
  uint8_t frame[FLASH_FRAME_BYTES_MAX];
  uint32_t size = frame_of(model.put, frame);
  CHECK(model.put < FRAMES_MAX && lane_put(&model.lane, frame, size, 1000 + model.put));
  while (!flash_ring_has_room(&model.ring, size)) {
    uint32_t pushed_out[BRIDGE_PORTS_MAX] = {0};
    flash_ring_erase(&model.ring, pushed_out);
    push_out(pushed_out[0] + pushed_out[1] + pushed_out[2] + pushed_out[3]);
  }
  bool was_off = chip.off;
  (void)flash_ring_put(&model.ring, (uint8_t)(1 + model.put % 3), &model.lane);
  lane_pop(&model.lane);
  model.fates[model.put++] = was_off ? PUSHED_OUT : chip.off ? IN_DOUBT : KEPT;
}

/* Takes the oldest and returns its number. */
static uint32_t take_one(void) {
  const uint8_t *frame;
  uint8_t expected[FLASH_FRAME_BYTES_MAX];
  uint32_t size = flash_ring_load(&model.ring, &frame);
  CHECK(size >= 4);
  uint32_t number = read_u32(frame);
  CHECK(number < model.put && frame_of(number, expected) == size && memcmp(frame, expected, size) == 0);
  bool was_off = chip.off;
  flash_ring_pop(&model.ring);
  model.fates[number] = was_off ? model.fates[number] : chip.off ? IN_DOUBT : DELIVERED;
  return number;
}

/* Everything that was kept comes, whole and in order; nothing else but what is in doubt, and what stood in a sector
   whose erasing was cut short. */
static void take_all(void) {
  uint32_t next = 0;
  while (model.ring.frames > 0) {
    uint32_t at = model.ring.read_at;
    const uint8_t *frame;
    CHECK(flash_ring_load(&model.ring, &frame) >= 4);
    fate before = model.fates[read_u32(frame) % FRAMES_MAX];
    uint32_t number = take_one();
    CHECK(number >= next);
    for (; next < number; next++) {
      CHECK(model.fates[next] != KEPT);
    }
    next = number + 1;
    CHECK(before == KEPT || before == IN_DOUBT || at / BRIDGE_FLASH_SECTOR_BYTES == chip.torn_sector);
  }
  for (uint32_t number = 0; number < model.put; number++) {
    CHECK(model.fates[number] != KEPT);
    model.fates[number] = model.fates[number] == IN_DOUBT ? PUSHED_OUT : model.fates[number];
  }
}

static void do_script(uint64_t script) {
  for (int i = 0; i < SCRIPT && !chip.off; i++) {
    script = script * 6364136223846793005u + 1442695040888963407u;
    if ((script >> 60) < 10 || model.ring.frames == 0) {
      put_one();
    } else {
      (void)take_one();
    }
  }
}

static void power_may_fail_in_the_middle_of_anything(void) {
  int cuts = 0;
  for (uint64_t script = 1; script <= 3; script++) {
    for (int fails_at = 0;; fails_at++, cuts++) {
      new_chip(FEW);
      memset(&model, 0, sizeof model);
      start_ring();
      chip.fails_at = fails_at;
      do_script(script);
      if (!chip.off) {
        break;
      }
      chip.off = false;
      chip.fails_at = NEVER;
      start_ring();
      take_all();
      do_script(script + 7); /* and goes on */
      start_ring();
      take_all();
    }
  }
  printf("flash: power failed in %d places\n", cuts);
  CHECK(cuts > 500);
}

static void power_may_fail_again_and_again(void) {
  new_chip(FEW);
  memset(&model, 0, sizeof model);
  for (int start = 0; start < 200; start++) {
    start_ring();
    take_all();
    chip.torn_sector = SECTORS_MAX;
    chip.steps = 0;
    chip.fails_at = (int)world_below(60);
    do_script(world_random());
    chip.off = false;
  }
}

static void sectors_are_worn_evenly(void) {
  new_chip(SECTORS_MAX);
  memset(&model, 0, sizeof model);
  start_ring();
  for (int i = 0; i < 12000; i++) {
    if (i % 500 == 499) {
      start_ring(); /* writing goes on in a fresh sector */
    }
    put_one();
    if (i % 3 == 0) {
      (void)take_one();
    }
  }
  uint32_t least = UINT32_MAX;
  uint32_t most = 0;
  for (int sector = 0; sector < SECTORS_MAX; sector++) {
    least = chip.erased[sector] < least ? chip.erased[sector] : least;
    most = chip.erased[sector] > most ? chip.erased[sector] : most;
  }
  printf("flash: %u to %u erases of each of %d sectors for 12000 frames\n", least, most, SECTORS_MAX);
  CHECK(least > 100 && most - least <= 1 + 12000 / 500 / 8);
}

/* A world with a ring in flash; frames of 500 bytes come from port 1 while the node is away. */
static struct world *world_with_flash(void) {
  new_chip(SECTORS_MAX);
  struct world *world = world_new();
  world->board.flash = &chip.flash;
  struct settings settings = world->bridge.settings;
  settings.flash_ring = true;
  CHECK(settings_store(&settings, &world->hal));
  world_restart(world);
  world->absent[0] = true;
  world_settle(world);
  return world;
}

static void come(struct world *world, uint8_t port, uint16_t seq) {
  uint8_t line[FRAME_LINE_BYTES_MAX];
  world_put(world, port, line, world_data(line, 0, seq, (uint8_t)seq, 500));
  world_settle(world);
}

static void what_waits_outlives_a_cut_of_power(void) {
  struct world *world = world_with_flash();
  for (uint16_t i = 0; i < 60; i++) {
    come(world, (uint8_t)(1 + i % 2), i);
    world->now_ms += 100;
  }
  world->now_ms += BRIDGE_KEEP_MS;
  world_settle(world);
  CHECK(world->bridge.ring.frames == 60 && world_count(world, 1, COUNT_PUSHED_OUT) == 0);
  come(world, 2, 59);
  CHECK(world_count(world, 2, COUNT_REPEATED) == 1);
  const uint8_t kept[] = {5, 1};
  world->absent[0] = false;
  world->room[0] = 0;
  world_settle(world);
  world->absent[0] = true;
  world->room[0] = UINT32_MAX;
  world->now_ms = 77; /* power was cut */
  world_restart(world);
  world->absent[0] = false;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && view.payload[0] == 64 && read_u16(view.payload + 3) == 30);
  CHECK(read_u32(view.payload + 9) == 77 && read_u16(view.payload + 19) == 30);
  for (uint16_t i = 0; i < 60; i++) {
    CHECK(world_frame(world, 0, &view) && view.seq == i && view.port == 1 + i % 2 && view.payload_size == 500);
  }
  CHECK(world_ask(world, 0, kept, 2) == 0 && read_u16(world_body + 2) == 0 && read_u32(world_body + 8) == 0);
  world_restart(world);
  world_settle(world);
  CHECK(world->bridge.ring.frames == 0); /* delivered once */
  free(world);
}

static void a_short_absence_writes_nothing(void) {
  struct world *world = world_with_flash();
  for (uint16_t i = 0; i < 10; i++) {
    come(world, 1, i);
  }
  world->now_ms += BRIDGE_KEEP_MS - 1;
  world_settle(world);
  CHECK(chip.steps == 0);
  world->absent[0] = false;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && view.payload[0] == 64 && read_u16(view.payload + 3) == 10);
  CHECK(world_frame(world, 0, &view) && view.seq == 0);
  free(world);
}

static void more_than_the_flash_holds_pushes_out_the_oldest(void) {
  struct world *world = world_with_flash();
  for (uint16_t i = 0; i < 400; i++) {
    come(world, 1, i);
    world->now_ms += 2 * BRIDGE_KEEP_MS;
  }
  world_settle(world);
  uint32_t pushed_out = world_count(world, 1, COUNT_PUSHED_OUT);
  uint32_t kept = world->bridge.ring.frames;
  CHECK(pushed_out > 0 && kept + pushed_out == 400 && kept >= 5 * (SECTORS_MAX - 2));
  const uint8_t ask[] = {5, 1};
  world->absent[0] = false;
  world->room[0] = 0;
  world_settle(world);
  world->room[0] = UINT32_MAX;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && read_u16(view.payload + 3) == kept &&
        read_u32(view.payload + 13) == pushed_out);
  CHECK(read_u32(view.payload + 9) == 2 * BRIDGE_KEEP_MS * kept);
  for (uint32_t i = pushed_out; i < 400; i++) {
    CHECK(world_frame(world, 0, &view) && view.seq == i);
  }
  CHECK(world_ask(world, 0, ask, 2) == 0 && read_u16(world_body + 2) == 0);
  free(world);
}

static void a_frame_cut_short_by_the_nodes_going_goes_again_whole(void) {
  struct world *world = world_with_flash();
  come(world, 1, 5);
  world->now_ms += BRIDGE_KEEP_MS;
  world_settle(world);
  CHECK(world->bridge.ring.frames == 1);
  world->absent[0] = false;
  world->room[0] = 200; /* the notice and a part */
  world_settle(world);
  world->absent[0] = true;
  world_settle(world);
  come(world, 1, 6);
  world->now_ms += BRIDGE_KEEP_MS;
  world_settle(world);
  uint8_t part[400];
  CHECK(world_take(world, 0, part, sizeof part) == 200);
  world->absent[0] = false;
  world->room[0] = UINT32_MAX;
  world_settle(world);
  frame_view view;
  CHECK(world_frame(world, 0, &view) && view.payload[0] == 64 && read_u16(view.payload + 3) == 2);
  CHECK(world_frame(world, 0, &view) && view.seq == 5 && world_frame(world, 0, &view) && view.seq == 6);
  free(world);
}

static void without_flash_there_is_no_ring(void) {
  struct world *world = world_new();
  uint8_t message[1 + BRIDGE_SETTINGS_BYTES] = {10};
  struct settings settings = world->bridge.settings;
  settings.flash_ring = true;
  settings_write(&settings, message + 1);
  CHECK(world_ask(world, 0, message, sizeof message) == 4);
  world->board.flash = &chip.flash;
  CHECK(world_ask(world, 0, message, sizeof message) == 0);
  CHECK(world->bridge.ring.flash == NULL); /* until it restarts */
  world_restart(world);
  CHECK(world->bridge.ring.flash == &chip.flash);
  free(world);
}

int main(void) {
  power_may_fail_in_the_middle_of_anything();
  power_may_fail_again_and_again();
  sectors_are_worn_evenly();
  what_waits_outlives_a_cut_of_power();
  a_short_absence_writes_nothing();
  more_than_the_flash_holds_pushes_out_the_oldest();
  a_frame_cut_short_by_the_nodes_going_goes_again_whole();
  without_flash_there_is_no_ring();
  printf("flash: 8 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
