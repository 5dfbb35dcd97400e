/* A world for bridges without a board: queues for lines, a clock that the test moves, two slots, and what a test checks
 * with. */
#ifndef BRIDGE_WORLD_H
#define BRIDGE_WORLD_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "bridge.h"

enum { WORLD_QUEUE_BYTES = 1 << 18 };

#define CHECK(condition) ((condition) ? (void)0 : world_failed(__FILE__, __LINE__, #condition))

typedef struct queue {
  uint8_t bytes[WORLD_QUEUE_BYTES];
  uint32_t in;
  uint32_t out;
} queue;

struct world {
  bridge_hal hal;
  bridge_board board;
  struct bridge bridge;
  uint32_t now_ms;
  queue to_bridge[BRIDGE_PORTS_MAX];
  queue from_bridge[BRIDGE_PORTS_MAX];
  uint32_t room[BRIDGE_PORTS_MAX]; /* bytes that write takes until it is raised */
  bool absent[BRIDGE_PORTS_MAX];
  bridge_losses losses;
  uint8_t slots[2][BRIDGE_SETTINGS_BYTES];
  bool flash_refuses;
  bool light;
  int restarts;
  int boot_drives;
  bridge_line set[BRIDGE_PORTS_MAX];
  uint8_t fault[BRIDGE_FAULT_BYTES];
  uint8_t memory[BRIDGE_LANES_BYTES(BRIDGE_PORTS_MAX)];
};

/* What is being looked at, for the message of a failure; NULL or text. */
extern const char *world_case;

/* Prints the place and the seed, and ends the test. */
_Noreturn void world_failed(const char *file, int line, const char *what);

/* A fresh world with a bridge as docs/bridge.md, section 8, describes it; the node's first notice has been taken. */
struct world *world_new(void);

/* Makes it what world_new gave. */
void world_reset(struct world *world);

/* Starts the bridge again with what the slots hold. */
void world_restart(struct world *world);

/* Puts bytes on the line to a port; takes what came out of it. */
void world_put(struct world *world, uint8_t port, const uint8_t *buf, uint32_t buf_size);

/* Puts a frame before its checksum and stuffing on the line to a port. */
void world_put_raw(struct world *world, uint8_t port, const uint8_t *frame, uint32_t frame_size);
uint32_t world_take(struct world *world, uint8_t port, uint8_t *buf, uint32_t buf_size);

/* Steps until nothing moves; at least once. */
void world_settle(struct world *world);

/* A DATA frame of payload_size bytes fill for a port field, as it goes on a line. Returns its bytes. */
uint32_t world_data(uint8_t *out, uint8_t port, uint16_t seq, uint8_t fill, uint16_t payload_size);

/* A request or what else is put on port 15, as it goes on a line. */
uint32_t world_request(uint8_t *out, uint16_t tag, const uint8_t *message, uint16_t message_size);

/* Asks at a port and returns the answer's verdict; the body is in world_body. */
int world_ask(struct world *world, uint8_t port, const uint8_t *message, uint16_t message_size);
extern uint8_t world_body[FRAME_PAYLOAD_BYTES_MAX];
extern uint32_t world_body_size;

/* Takes the next frame that came out of a port; false when there is none. */
bool world_frame(struct world *world, uint8_t port, frame_view *view);

uint32_t world_count(const struct world *world, uint8_t port, bridge_count what);

/* Random numbers from one seed: the environment's SEED, or the time. */
uint32_t world_random(void);
uint32_t world_below(uint32_t bound);

#endif
