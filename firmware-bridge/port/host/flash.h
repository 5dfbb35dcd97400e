/* Flash of a bridge on this machine: a file. */
#ifndef BRIDGE_HOST_FLASH_H
#define BRIDGE_HOST_FLASH_H

#include "bridge_hal.h"

/* Opens it, or makes it, erased; ends the program when it cannot. */
const bridge_flash *host_flash_open(const char *path);

#endif
