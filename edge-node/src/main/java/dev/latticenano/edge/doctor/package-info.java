/**
 * Examines a data directory that may be in any state and tells a person what is wrong and what to
 * do; mends what can be mended without a peer. Changes nothing unless it is told to.
 */
package dev.latticenano.edge.doctor;
