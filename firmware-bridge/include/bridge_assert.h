/* For bugs of the firmware: what the wire may do is counted and dropped instead. A failed assertion is recorded and the
   board restarts; docs/bridge.md, bridge-27. */
#ifndef BRIDGE_ASSERT_H
#define BRIDGE_ASSERT_H

#include <stdint.h>

/* Each board's own: records the place and restarts. Does not return. */
_Noreturn void bridge_assert_failed(const char *file, uint32_t line);

#define BRIDGE_ASSERT(condition) ((condition) ? (void)0 : bridge_assert_failed(__FILE__, __LINE__))

#endif
