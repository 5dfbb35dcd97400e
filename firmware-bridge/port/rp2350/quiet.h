/* Included before every source of an image with BLE: the radio chip's driver has nowhere to print to, and printing
   would take 3 KiB of stack. */
#ifndef BRIDGE_QUIET_H
#define BRIDGE_QUIET_H

#define CYW43_PRINTF(...) ((void)0)

#endif
