/* How a bridge is known on USB; docs/bridge.md, section 2. The numbers are those that Raspberry Pi gives to CDC devices
   made with its SDK; the names tell ours from others. */
#ifndef BRIDGE_USB_IDS_H
#define BRIDGE_USB_IDS_H

#define USB_VENDOR 0x2e8a
#define USB_PRODUCT 0x000a
#define USB_MAKER "Lattice Nano"
#define USB_PRODUCT_NAME "Lattice bridge"

#endif
