/* What the control channel changes: rates, settings and their two slots, restarts, the light, the record of a fault. */
#include <string.h>

#include "bytes.h"
#include "crc32c.h"
#include "fault.h"
#include "world.h"

static int set_rate(struct world *world, uint32_t baud) {
  uint8_t message[1 + BRIDGE_SETTINGS_BYTES] = {10};
  struct settings settings = world->bridge.settings;
  settings.lines[1].baud = baud;
  settings.generation = 4711; /* overlooked */
  settings_write(&settings, message + 1);
  return world_ask(world, 0, message, sizeof message);
}

static void settings_hold_at_once_and_after_a_restart(void) {
  struct world *world = world_new();
  CHECK(world->set[1].baud == 921600 && world->set[2].data_bits == 8);
  CHECK(set_rate(world, 3000000) == 0 && read_u32(world_body) == 1);
  CHECK(world->set[1].baud == 3000000);
  const uint8_t line[] = {3, 1, 0x00, 0xc2, 0x01, 0x00, 7, 1, 2};
  CHECK(world_ask(world, 0, line, sizeof line) == 0 && read_u32(world_body) == 115200);
  const uint8_t port[] = {2, 1};
  CHECK(world_ask(world, 0, port, 2) == 0 && read_u32(world_body + 4) == 115200 && world_body[8] == 7);
  world_restart(world);
  CHECK(world->set[1].baud == 3000000); /* the line's rate was not written */
  CHECK(set_rate(world, 300) == 0 && read_u32(world_body) == 2);
  free(world);
}

/* Whatever part of a block a cut of power leaves in its slot, the settings before it hold. */
static void a_write_cut_short_leaves_the_old_settings(void) {
  struct world *world = world_new();
  CHECK(set_rate(world, 3000000) == 0 && set_rate(world, 500000) == 0);
  for (uint32_t cut = 0; cut < BRIDGE_SETTINGS_BYTES; cut++) {
    uint8_t before[2][BRIDGE_SETTINGS_BYTES];
    memcpy(before, world->slots, sizeof before);
    CHECK(set_rate(world, 115200) == 0);
    uint8_t *written = world->slots[1];
    CHECK(memcmp(written, before[1], BRIDGE_SETTINGS_BYTES) != 0 && memcmp(world->slots[0], before[0], 64) == 0);
    memset(written + cut, 0xff, BRIDGE_SETTINGS_BYTES - cut);
    world_restart(world);
    CHECK(world->set[1].baud == 500000);
    memcpy(world->slots, before, sizeof before);
    world_restart(world);
  }
  free(world);
}

static void the_newest_of_two_holds_even_when_generations_go_round(void) {
  struct world *world = world_new();
  world->bridge.settings.generation = UINT32_MAX - 1u;
  CHECK(set_rate(world, 1000000) == 0 && read_u32(world_body) == UINT32_MAX);
  CHECK(set_rate(world, 2000000) == 0 && read_u32(world_body) == 2);
  world_restart(world);
  CHECK(world->set[1].baud == 2000000);
  free(world);
}

static void a_block_in_the_wrong_slot_is_not_taken(void) {
  struct world *world = world_new();
  CHECK(set_rate(world, 1000000) == 0);
  memcpy(world->slots[0], world->slots[1], BRIDGE_SETTINGS_BYTES);
  memset(world->slots[1], 0xff, BRIDGE_SETTINGS_BYTES);
  world_restart(world);
  CHECK(world->set[1].baud == 921600);
  free(world);
}

static void a_nodes_port_that_the_board_has_not_is_usb(void) {
  struct world *world = world_new();
  struct settings settings = world->bridge.settings;
  settings.node_port = 3;
  CHECK(settings_store(&settings, &world->hal));
  world_restart(world);
  CHECK(world->bridge.node_port == 0);
  free(world);
}

static void it_restarts_after_its_answer(void) {
  struct world *world = world_new();
  const uint8_t restart[] = {11};
  CHECK(world_ask(world, 0, restart, 1) == 0 && world->restarts == 0);
  world->now_ms += BRIDGE_RESTART_MS - 1u;
  world_settle(world);
  CHECK(world->restarts == 0);
  world->now_ms += 1u;
  world_settle(world);
  CHECK(world->restarts == 1 && world->boot_drives == 0);
  const uint8_t boot_drive[] = {12};
  CHECK(world_ask(world, 0, boot_drive, 1) == 4);
  world->board.boot_drive = true;
  CHECK(world_ask(world, 0, boot_drive, 1) == 0);
  world->now_ms += BRIDGE_RESTART_MS;
  world_settle(world);
  CHECK(world->restarts == 2 && world->boot_drives == 1);
  free(world);
}

/* How often the light changes in a second. */
static int changes(struct world *world) {
  int changes = 0;
  for (int ms = 0; ms < 1000; ms++) {
    bool before = world->light;
    world->now_ms++;
    (void)bridge_step(&world->bridge);
    changes += world->light != before ? 1 : 0;
  }
  return changes;
}

static void the_light_blinks_as_long_as_asked(void) {
  struct world *world = world_new();
  const uint8_t blink[] = {6, 3};
  const uint8_t stop[] = {6, 0};
  CHECK(changes(world) == 2);
  CHECK(world_ask(world, 0, blink, 2) == 0);
  for (int second = 0; second < 3; second++) {
    CHECK(changes(world) >= 15);
  }
  CHECK(changes(world) <= 3);
  CHECK(world_ask(world, 0, blink, 2) == 0 && world_ask(world, 0, stop, 2) == 0);
  CHECK(changes(world) <= 3);
  free(world);
}

static void a_fault_is_told_until_it_is_forgotten(void) {
  struct world *world = world_new();
  const struct fault fault = {BRIDGE_START_ASSERTION, fault_file_hash("src/lane.c"), 31, 1, 2, 3, 4};
  fault_write(&fault, world->fault);
  const uint8_t identify[] = {1};
  const uint8_t read[] = {13};
  const uint8_t forget[] = {14};
  CHECK(world_ask(world, 0, identify, 1) == 0 && world_body[27] == 1);
  CHECK(world_ask(world, 0, read, 1) == 0 && memcmp(world_body, world->fault, BRIDGE_FAULT_BYTES) == 0);
  CHECK(read_u32(world_body + 4) == fault_file_hash("lane.c") && read_u32(world_body + 8) == 31);
  CHECK(world_ask(world, 0, forget, 1) == 0 && world_ask(world, 0, read, 1) == 0 && world_body[0] == 0);
  CHECK(world_ask(world, 0, identify, 1) == 0 && world_body[27] == 0);
  free(world);
}

static void kept_frames_are_told_when_asked(void) {
  struct world *world = world_new();
  struct settings settings = world->bridge.settings;
  settings.node_port = 1;
  CHECK(settings_store(&settings, &world->hal));
  world_restart(world);
  uint8_t line[FRAME_LINE_BYTES_MAX];
  world_put(world, 2, line, world_data(line, 0, 1, 9, 100));
  world_settle(world);
  world->now_ms += 1234;
  const uint8_t kept[] = {5, 2};
  CHECK(world_ask(world, 0, kept, 2) == 0 && read_u16(world_body + 2) == 1 && read_u32(world_body + 8) == 1234);
  const uint8_t of_node[] = {5, 1};
  CHECK(world_ask(world, 0, of_node, 2) == 0 && read_u16(world_body + 2) == 0);
  free(world);
}

int main(void) {
  settings_hold_at_once_and_after_a_restart();
  a_write_cut_short_leaves_the_old_settings();
  the_newest_of_two_holds_even_when_generations_go_round();
  a_block_in_the_wrong_slot_is_not_taken();
  a_nodes_port_that_the_board_has_not_is_usb();
  it_restarts_after_its_answer();
  the_light_blinks_as_long_as_asked();
  a_fault_is_told_until_it_is_forgotten();
  kept_frames_are_told_when_asked();
  printf("control: 9 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
