/**
 * Bridges that are plugged into this machine: finding them, asking them, giving them another
 * firmware.
 *
 * <p>Enters: devices, the system's folders that list them, UF2 files. Leaves: answers of bridges
 * and bytes on a boot drive. Refuses to know: nodes, stores, and what the frames of a port carry.
 */
package dev.latticenano.edge.bridge;
