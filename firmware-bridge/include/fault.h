/* The record of a fault in memory that a restart keeps; docs/bridge.md, bridge-27, and docs/protocol.md, section 17.
   Callable from anywhere, a fault handler included. */
#ifndef BRIDGE_FAULT_H
#define BRIDGE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"

struct fault {
  uint8_t kind;  /* bridge_start */
  uint32_t file; /* fault_file_hash, 0 unless an assertion */
  uint32_t line;
  uint32_t program_counter;
  uint32_t link_register;
  uint32_t uptime_ms;
  uint32_t status;
};

/* FNV-1a of a file's name without its folders. */
uint32_t fault_file_hash(const char *path);

void fault_write(const struct fault *fault, uint8_t record[BRIDGE_FAULT_BYTES]);

/* Whether record is one: memory after power came is anything. */
bool fault_is_recorded(const uint8_t record[BRIDGE_FAULT_BYTES]);

/* Makes it none: all 0. */
void fault_forget(uint8_t record[BRIDGE_FAULT_BYTES]);

#endif
