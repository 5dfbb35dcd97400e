/* What a board keeps in memory over its restarts: how many, why the next one happens, the record of a fault;
   docs/bridge.md, bridge-27. It lies where start-up code does not clear. Callable from anywhere, a fault handler
   included. */
#ifndef BRIDGE_RESTARTS_H
#define BRIDGE_RESTARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"
#include "fault.h"

struct restarts {
  uint32_t magic;
  uint32_t starts;
  uint32_t next; /* bridge_start */
  uint32_t check;
  uint8_t fault[BRIDGE_FAULT_BYTES];
};

/* Once, at the start: returns why. power_came where the chip knows it; memory that is no record means the same. */
bridge_start restarts_begin(struct restarts *restarts, bool power_came);

/* Records a fault, which is the reason of the next start. */
void restarts_record(struct restarts *restarts, const struct fault *fault);

#endif
