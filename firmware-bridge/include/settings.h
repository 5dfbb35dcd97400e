/* The settings of a bridge and how they are kept in two slots; docs/bridge.md, bridge-24, and docs/protocol.md,
   section 17. Not callable from an interrupt. */
#ifndef BRIDGE_SETTINGS_H
#define BRIDGE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"

#define SETTINGS_VERSION 1u
#define SETTINGS_BAUD 921600u
#define LINE_BAUD_MIN 300u
#define LINE_BAUD_MAX 7800000u

struct settings {
  uint8_t node_port;
  bool flash_ring;                     /* frames for an absent node are kept in flash too */
  uint32_t generation;                 /* 0: those of the factory, in no slot */
  bridge_line lines[BRIDGE_PORTS_MAX]; /* 0, which is USB, is not used */
};

/* Whether a line has values that bridge-21 takes. */
bool line_is_sound(const bridge_line *line);

/* Reads a block and returns whether it is whole; which ports there are is not asked. */
bool settings_read(struct settings *settings, const uint8_t block[BRIDGE_SETTINGS_BYTES]);

void settings_write(const struct settings *settings, uint8_t block[BRIDGE_SETTINGS_BYTES]);

/* The newest whole block of both slots, or those of the factory. */
void settings_load(struct settings *settings, const bridge_hal *hal);

/* Stores the next generation in the slot that does not hold the newest; false when the flash does not take it, and then
   settings is as it was. */
bool settings_store(struct settings *settings, const bridge_hal *hal);

#endif
