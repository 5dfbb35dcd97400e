/**
 * What runs inside the machine whose power {@code scripts/power-cut} cuts. Enters: a directory on
 * that machine's disk and what the host saw acknowledged. Leaves: one line for each acknowledgement
 * or broken promise. Knows nothing of how the power is cut.
 */
package dev.latticenano.storage.powercut;
