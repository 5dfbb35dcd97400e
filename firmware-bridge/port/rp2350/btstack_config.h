/* BTstack as the bridge uses it: one central, no pairing, nothing allocated. For the radio chip of the Pico 2 W and, in
   tests, for a controller behind a socket. */
#ifndef BTSTACK_CONFIG_H
#define BTSTACK_CONFIG_H

#define HAVE_ASSERT
#ifdef BRIDGE_BLE_AIR
/* The test with virtual controllers, whose central is BTstack too. */
#define HAVE_MALLOC
#define HAVE_POSIX_FILE_IO
#define HAVE_POSIX_TIME
#define ENABLE_BLE
#define ENABLE_LE_CENTRAL
#else
#define HAVE_EMBEDDED_TIME_MS
#endif

#define ENABLE_LE_PERIPHERAL
#define ENABLE_SOFTWARE_AES128
#define ENABLE_PRINTF_HEXDUMP

/* A value of 244 bytes is an MTU of 247 and an ACL packet of 251. */
#define HCI_ACL_PAYLOAD_SIZE (251 + 4)
#define HCI_OUTGOING_PRE_BUFFER_SIZE 4
#define HCI_ACL_CHUNK_SIZE_ALIGNMENT 4
#define MAX_NR_CONTROLLER_ACL_BUFFERS 3
#define ENABLE_HCI_CONTROLLER_TO_HOST_FLOW_CONTROL
#define HCI_HOST_ACL_PACKET_LEN HCI_ACL_PAYLOAD_SIZE
#define HCI_HOST_ACL_PACKET_NUM 3
#define HCI_HOST_SCO_PACKET_LEN 120
#define HCI_HOST_SCO_PACKET_NUM 3

#define MAX_NR_HCI_CONNECTIONS 2
#define MAX_NR_L2CAP_CHANNELS 0
#define MAX_NR_L2CAP_SERVICES 0
#ifdef BRIDGE_BLE_AIR
#define MAX_NR_GATT_CLIENTS 1
#else
#define MAX_NR_GATT_CLIENTS 0
#endif
#define MAX_NR_SM_LOOKUP_ENTRIES 1
#define MAX_NR_WHITELIST_ENTRIES 1
#define MAX_NR_LE_DEVICE_DB_ENTRIES 1
#define NVM_NUM_DEVICE_DB_ENTRIES 1
#define MAX_ATT_DB_SIZE 256

#endif
