#include "restarts.h"

static const uint32_t MAGIC = 0x4c4e5253u;

static uint32_t check_of(const struct restarts *restarts) {
  return ~(restarts->magic ^ restarts->starts * 3u ^ restarts->next * 5u);
}

bridge_start restarts_begin(struct restarts *restarts, bool power_came) {
  bridge_start why = (bridge_start)restarts->next;
  if (power_came || restarts->magic != MAGIC || restarts->check != check_of(restarts)) {
    *restarts = (struct restarts){.magic = MAGIC};
    why = BRIDGE_START_POWER;
  }
  restarts->starts++;
  restarts->next = BRIDGE_START_REQUEST;
  restarts->check = check_of(restarts);
  return why;
}

void restarts_record(struct restarts *restarts, const struct fault *fault) {
  fault_write(fault, restarts->fault);
  restarts->next = fault->kind;
  restarts->check = check_of(restarts);
}
