/**
 * Who may read the ops: epoch keys, how members get them, and what they hide. Ops and keys enter,
 * sealed envelopes leave, and the other way round. Refuses to know which epoch is current, who may
 * change it and in what order anything happened.
 */
package dev.latticenano.core.seal;
